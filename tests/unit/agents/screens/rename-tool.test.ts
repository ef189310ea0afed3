import { describe, expect, it } from "vitest";
import { removeServer, removeTool, renameServer, renameTool } from "@/lib/agents/rename-tool";

const FILES = {
  "harness.json": JSON.stringify({
    tools: [
      { type: "remote_mcp", name: "news", own: 1 },
      { type: "inline_function", name: "ask" },
    ],
  }),
  "console.json": JSON.stringify({
    mcpServers: { files: { command: "npx" }, other: { command: "x" } },
    inline: { ask: { command: "./ask" } },
    classes: { "@news/*": "read", "@newsroom/*": "change", ask: "change", "@files/read_*": "read" },
  }),
};
const read = (files: Record<string, string>) => ({
  tools: JSON.parse(files["harness.json"] ?? "{}").tools,
  ...JSON.parse(files["console.json"] ?? "{}"),
});

describe("a tool under another name", () => {
  it("keeps its classes, and no neighbour's", () => {
    const after = read(renameTool(FILES, 0, "news", "papers"));
    expect(after.tools[0]).toEqual({ type: "remote_mcp", name: "papers", own: 1 });
    expect(Object.keys(after.classes)).toEqual([
      "@papers/*",
      "@newsroom/*",
      "ask",
      "@files/read_*",
    ]);
  });
  it("keeps its command", () => {
    const after = read(renameTool(FILES, 1, "ask", "consent"));
    expect(after.inline).toEqual({ consent: { command: "./ask" } });
    expect(after.classes.consent).toBe("change");
  });
  it("keeps a server's place", () => {
    const after = read(renameServer(FILES, "files", "docs"));
    expect(Object.keys(after.mcpServers)).toEqual(["docs", "other"]);
    expect(after.classes["@docs/read_*"]).toBe("read");
  });
});

describe("what allowedTools says of a tool", () => {
  const files = (allowedTools: unknown) => ({
    ...FILES,
    "harness.json": JSON.stringify({
      ...JSON.parse(FILES["harness.json"]),
      ...(allowedTools === undefined ? {} : { allowedTools }),
    }),
  });
  const allowed = (of: Record<string, string>) => JSON.parse(of["harness.json"] ?? "").allowedTools;
  const entries = ["@news", "@news/read_*", "@newsroom", "ask", 7, "@files/*"];

  it("goes with its name, and no neighbour's does", () => {
    expect(allowed(renameTool(files(entries), 0, "news", "papers"))).toEqual([
      "@papers",
      "@papers/read_*",
      "@newsroom",
      "ask",
      7,
      "@files/*",
    ]);
    expect(allowed(renameServer(files(entries), "files", "docs")).at(-1)).toBe("@docs/*");
    expect(allowed(renameTool(files(entries), 1, "ask", "consent"))[3]).toBe("consent");
  });
  it("goes with the tool; a list that it leaves empty lets nothing through", () => {
    expect(allowed(removeTool(files(entries), 0, "news"))).toEqual([
      "@newsroom",
      "ask",
      7,
      "@files/*",
    ]);
    expect(allowed(removeServer(files(["@files"]), "files"))).toEqual([]);
    expect(allowed(removeServer(files(undefined), "files"))).toBeUndefined();
  });
});

describe("a tool that is taken away", () => {
  it("takes with it what was said of it alone", () => {
    const after = read(removeTool(FILES, 1, "ask"));
    expect(after.tools).toHaveLength(1);
    expect(after.inline).toEqual({});
    expect(after.classes.ask).toBeUndefined();
    expect(after.classes["@news/*"]).toBe("read");
  });
  it("does so for a server of the sandbox, too", () => {
    const after = read(removeServer(FILES, "files"));
    expect(Object.keys(after.mcpServers)).toEqual(["other"]);
    expect(after.classes["@files/read_*"]).toBeUndefined();
  });
});
