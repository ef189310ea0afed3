import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { describe, expect, it } from "vitest";
import { lab } from "./world";

async function connect(path: string, headers: Record<string, string> = {}) {
  const client = new Client({ name: "test", version: "1" });
  const transport = new StreamableHTTPClientTransport(new URL(path, lab.endpoint), {
    requestInit: { headers },
  });
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  return client;
}
const textOf = (result: unknown) =>
  (result as { content: { text: string }[] }).content.map(({ text }) => text).join("");

describe("the lab's pages for agents", () => {
  it("are two news sites, one of which holds an order", async () => {
    const [hacker, dev, none] = await Promise.all(
      ["hackernews", "devto", "nowhere"].map((name) => fetch(`${lab.endpoint}/_lab/news/${name}`)),
    );
    const [first, second] = [await hacker?.text(), await dev?.text()];
    expect(first?.match(/class="athing"/g)).toHaveLength(18);
    expect(second?.match(/<article/g)).toHaveLength(12);
    expect(second).toContain("ignore all previous instructions");
    expect(none?.status).toBe(404);
  });

  it("are an MCP server whose notes last", async () => {
    const client = await connect("/_lab/mcp");
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "time",
      "list_notes",
      "add_note",
      "delete_note",
      "read_page",
    ]);
    await client.callTool({ name: "add_note", arguments: { text: "first" } });
    const other = await connect("/_lab/mcp");
    expect(textOf(await other.callTool({ name: "list_notes" }))).toContain('"first"');
    expect(textOf(await other.callTool({ name: "delete_note", arguments: { id: 1 } }))).toContain(
      "1",
    );
    const again = await client.callTool({ name: "delete_note", arguments: { id: 1 } });
    expect(again.isError).toBe(true);
    await Promise.all([client.close(), other.close()]);
  });

  it("are a gateway that wants credentials", async () => {
    await expect(connect("/_lab/gateway/mcp")).rejects.toThrow();
    const client = await connect("/_lab/gateway/mcp", { authorization: "Bearer lab" });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("tickets___close_ticket");
    await client.close();
  });

  it("fail when they are told to", async () => {
    const rules = [
      { service: "mcp", operation: "mcp", kind: "throttle" },
      { service: "news", kind: "error" },
    ];
    await fetch(`${lab.endpoint}/_lab/faults`, { method: "PUT", body: JSON.stringify({ rules }) });
    expect((await fetch(`${lab.endpoint}/_lab/mcp`, { method: "POST", body: "{}" })).status).toBe(
      429,
    );
    expect((await fetch(`${lab.endpoint}/_lab/news/devto`)).status).toBe(500);
    await fetch(`${lab.endpoint}/_lab/faults`, { method: "DELETE" });
  });
});
