import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAgent } from "@/server/agents/export/export-agent";
import { anAgent } from "../../fixtures/agents/an-agent";
import { type ScriptedBedrock, startScriptedBedrock } from "../../fixtures/agents/scripted-bedrock";

let bedrock: ScriptedBedrock;
const temporary: string[] = [];

beforeAll(async () => {
  // Asks for all three tools at once, and then says what they gave.
  bedrock = await startScriptedBedrock(({ body }, turn) =>
    turn === 1
      ? {
          calls: [
            { name: "file_operations", input: { operation: "list" } },
            { name: "shell", input: { command: "cat found-me.txt; ls /etc/passwd; env" } },
            { name: "python", input: { code: "import os\nprint(6 * 7, os.listdir())" } },
          ],
        }
      : { text: JSON.stringify(body.messages.at(-1)) },
  );
});
afterAll(async () => {
  await bedrock?.stop();
  for (const dir of temporary) rmSync(dir, { recursive: true, force: true });
});

describe("the exported program", () => {
  const SKILL = {
    "skills/count-files/SKILL.md":
      "---\nname: count-files\ndescription: Counts files. Use it when files are to be counted.\n---\nRun count.sh.\n",
    "skills/count-files/count.sh": "ls | wc -l\n",
  };
  const everything = () =>
    anAgent(
      {
        memory: { mode: "managed" },
        maxIterations: 7,
        allowedTools: ["*", "@builtin/shell"],
        truncation: { strategy: "summarization", config: { summarization: { summaryRatio: 0.3 } } },
        skills: ["./skills/count-files", { s3Uri: "s3://skills/x/" }],
        tools: [
          { type: "agentcore_browser", name: "browser" },
          { type: "agentcore_code_interpreter", name: "python" },
          {
            type: "remote_mcp",
            name: "news",
            config: {
              remoteMcp: {
                url: "https://news.example/mcp",
                headers: { Authorization: "Bearer top-secret-value", "X-Team": "a" },
              },
            },
          },
          {
            type: "agentcore_gateway",
            name: "orders",
            config: { agentCoreGateway: { gatewayArn: "arn:aws:x" } },
          },
          {
            type: "inline_function",
            name: "approve_purchase",
            config: {
              inlineFunction: {
                description: "Approves it.",
                inputSchema: { type: "object", properties: {} },
              },
            },
          },
          {
            type: "inline_function",
            name: "add_up",
            config: {
              inlineFunction: {
                description: '`Adds` $ {up} \\ "now".',
                inputSchema: { type: "object", properties: {} },
              },
            },
          },
        ],
      },
      {
        description: "Counts */ files.",
        verbs: ["release_*"],
        classes: { "@news/*": "read", approve_purchase: "change", add_up: "read" },
        inline: { add_up: { command: "cat" } },
        mcpServers: { files: { command: "npx", args: ["-y", "x"], env: { A: "b" } } },
        browser: { hosts: ["news.example"] },
        approvals: { rules: [{ tool: "@files/*", action: "deny" }] },
      },
      SKILL,
    );

  /** Laid out in a folder of its own, with the packages that are installed here. */
  function laidOut(files: Record<string, string>): string {
    const dir = mkdtempSync(join(tmpdir(), "switchyard-export-"));
    temporary.push(dir);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    symlinkSync(resolve("node_modules"), join(dir, "node_modules"));
    return dir;
  }
  const run = promisify(execFile);

  test("type-checks in every form that an agent may have", async () => {
    const forms = [
      anAgent(),
      everything(),
      anAgent({
        model: { provider: "open_ai", modelId: "gpt-4o", temperature: 0.2 },
        truncation: { strategy: "none" },
      }),
      anAgent({ model: { provider: "gemini", modelId: "gemini-2.5-pro", maxTokens: 10, topP: 1 } }),
    ];
    // One program with all of them below it: the compiler starts once.
    const dir = mkdtempSync(join(tmpdir(), "switchyard-export-"));
    temporary.push(dir);
    symlinkSync(resolve("node_modules"), join(dir, "node_modules"));
    forms.forEach((form, at) => {
      const one = laidOut(exportAgent(form));
      rmSync(join(one, "node_modules"));
      cpSync(one, join(dir, `p${at}`), { recursive: true });
    });
    const config = JSON.parse(readFileSync(join(dir, "p0/tsconfig.json"), "utf8"));
    writeFileSync(join(dir, "package.json"), '{"type": "module"}');
    writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ ...config, include: ["p*/src"] }));
    const { stdout } = await run(process.execPath, [
      resolve("node_modules/typescript/bin/tsc"),
      "-p",
      dir,
    ]).catch((error) => error);
    expect(stdout).toBe("");
  });

  test("holds no secret, and says what it left behind", () => {
    const files = exportAgent(everything());
    expect(JSON.stringify(files)).not.toContain("top-secret-value");
    expect(files["README.md"]).toContain("`NEWS_AUTHORIZATION`");
    for (const left of ["`release_*`", "`orders`", "1 of the skills"])
      expect(files["README.md"]).toContain(left);
    expect(files["skills/count-files/count.sh"]).toBe("ls | wc -l\n");
    expect(() => exportAgent(anAgent({ model: { provider: "lite_llm", modelId: "x" } }))).toThrow(
      "LiteLLM",
    );
  });

  test("runs: it asks the model, and the model's call works in the program's own workspace", async () => {
    const dir = laidOut(
      exportAgent(anAgent({ tools: [{ type: "agentcore_code_interpreter", name: "python" }] })),
    );
    mkdirSync(join(dir, "workspace"));
    writeFileSync(join(dir, "workspace/found-me.txt"), "what is in it");
    const { stdout } = await run(process.execPath, ["src/main.ts", "What is there?"], {
      cwd: dir,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "test",
        AWS_ENDPOINT_URL: bedrock.url,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "lab",
        AWS_SECRET_ACCESS_KEY: "lab-secret-of-this-test",
      },
    });
    expect(stdout).toContain("found-me.txt");
    expect(stdout).toContain("what is in it");
    expect(stdout).toContain("42 ['found-me.txt']");
    expect(stdout).toContain("cannot access '/etc/passwd'");
    expect(stdout).not.toContain("lab-secret-of-this-test");
  });
});
