import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { run } from "../core/clients.ts";
import { counted, setFaults } from "./a-model.ts";

let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
});
afterAll(() => lab?.stop());

const player = (...args: string[]) =>
  run(process.execPath, ["lab/main.ts", "prompts", ...args], {
    env: { ...process.env, LAB_PORT: String(lab.port) },
  });
const countOf = (table: string, outcome: string) =>
  Number(new RegExp(`^${outcome} +(\\d+) `, "m").exec(table)?.[1]);

describe("the load player", () => {
  it("plays to the lab itself, and every prompt arrives", async () => {
    const { stdout, stderr, code } = await player("--direct", "--rate", "20", "--duration", "2s");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const sent = countOf(stdout, "direct");
    expect(sent).toBeGreaterThan(10);
    const calls = (await counted(lab)).calls + (await counted(lab, "lab.text-v2")).calls;
    expect(calls).toBe(sent);
    expect(countOf(stdout, "errors")).toBe(0);
  });

  it("tells errors apart, streams that broke off among them", async () => {
    await setFaults(
      lab,
      { kind: "cut", after: 3 },
      { kind: "error", code: "ModelErrorException", operation: "Converse" },
    );
    const { stdout, code } = await player(
      "--direct",
      "--rate",
      "10",
      "--duration",
      "2s",
      "--seed",
      "1",
    );
    await setFaults(lab);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ × ModelErrorException: The lab was told to fail here\.$/m);
    expect(stdout).toMatch(/^\d+ × BrokenStream: /m);
    expect(countOf(stdout, "direct")).toBe(0);
  });

  it("reads the console's word for each answer, signed with the key of the file", async () => {
    const heads: { url?: string | undefined; headers: IncomingHttpHeaders }[] = [];
    const outcomes = ["miss", "hash_hit", "semantic_hit"];
    // In front of the lab, as the console is; it knows HTTP/1.1 only.
    const front = createServer(async (req, res) => {
      heads.push({ url: req.url, headers: req.headers });
      const body: Buffer[] = [];
      for await (const chunk of req) body.push(chunk as Buffer);
      const path = String(req.url).replace("/api/bedrock", "");
      const answer = await fetch(lab.endpoint + path, {
        method: "POST",
        body: Buffer.concat(body),
      });
      res.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "",
        "x-switchyard-cache": outcomes[heads.length % 3] as string,
      });
      res.end(Buffer.from(await answer.arrayBuffer()));
    });
    await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
    const endpoint = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    writeFileSync(
      join(lab.stateDir, "prompt-key.json"),
      JSON.stringify({ accessKeyId: "AKIDPLAYER", secretAccessKey: "secret-of-the-player" }),
    );
    const { stdout, code } = await player(
      ...["--endpoint", endpoint, "--state-dir", lab.stateDir, "--rate", "10", "--duration", "2s"],
    );
    front.closeAllConnections();
    await new Promise((done) => front.close(done));
    expect(code).toBe(0);
    expect(stdout).toContain("the prompts go by HTTP/1.1");
    for (const outcome of outcomes) expect(countOf(stdout, outcome)).toBeGreaterThan(0);
    expect(countOf(stdout, "all")).toBe(heads.length);
    expect(heads[0]?.url).toMatch(/^\/api\/bedrock\/model\/lab\.text-v\d\/converse/);
    expect(heads[0]?.headers.authorization).toContain("Credential=AKIDPLAYER/");
    expect(stdout).not.toContain("secret-of-the-player");
  });

  it("ends on Ctrl-C with its table", async () => {
    const child = spawn(
      process.execPath,
      ["lab/main.ts", "prompts", "--direct", "--rate", "20", "--duration", "1h"],
      { env: { ...process.env, LAB_PORT: String(lab.port) }, stdio: ["ignore", "pipe", "inherit"] },
    );
    let stdout = "";
    child.stdout.on("data", (text: Buffer) => {
      if (stdout === "") child.kill("SIGINT");
      stdout += text;
    });
    const code = await new Promise((done) => child.once("exit", done));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^outcome +requests +share +p50 ms +p95 ms$/m);
  });

  it.each([
    [["--rate", "fast"], '--rate must be a number from 0.01 to 1000, not "fast".'],
    [["--duration", "5"], '--duration must be a time like 400ms, 90s, 5m or 1h, not "5".'],
    [["--access-key", "a"], "--access-key and --secret-key belong together."],
    [["--direct", "--endpoint", "x"], "--direct goes to the lab itself and takes no --endpoint."],
    [["--key-file", "/no/such"], "The key file /no/such cannot be read as JSON."],
    [["--state-dir", "/no/such"], "(there is no /no/such/prompt-key.json)."],
    [
      ["--endpoint", "http://127.0.0.1:1", "--access-key", "a", "--secret-key", "b"],
      "Nobody answers at http://127.0.0.1:1/api/bedrock;",
    ],
  ])("says what is wrong with %j", async (args, sentence) => {
    const { stderr, code } = await player(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
