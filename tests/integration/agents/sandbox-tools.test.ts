import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentDefinition, ConsoleConfig, HarnessConfig } from "@/lib/agents/config";
import type { Json } from "@/lib/agents/events";
import type { AgentTool, ToolCall, Workspace, Workspaces } from "@/server/agents/contracts";
import { workspaces } from "@/server/agents/sandbox/workspaces";
import { sandboxTools } from "@/server/agents/tools/sandbox-tools";

const root = mkdtempSync(join(tmpdir(), "switchyard-tools-"));
const LIMITS = { memoryMb: 512, timeoutMs: 20_000, outputBytes: 20_000 };

function aDefinition(builtins: ("shell" | "file_operations")[]): AgentDefinition {
  const harness = HarnessConfig.parse({
    name: "analyst",
    model: { provider: "bedrock", modelId: "m" },
    tools: [{ type: "agentcore_code_interpreter", name: "code_interpreter" }],
    environmentVariables: { REGION: "eu-central-1" },
  });
  const settings = ConsoleConfig.parse({ builtins });
  return { harness, console: settings } as AgentDefinition;
}

/** The tools of a session, called as the harness calls them; what they tell live is collected. */
async function openTools(
  all: Workspaces,
  sessionId: string,
  builtins: ("shell" | "file_operations")[] = ["shell", "file_operations"],
  limits = LIMITS,
) {
  const workspace = await all.open(sessionId, limits);
  const provided = await sandboxTools(all)({
    definition: aDefinition(builtins),
    sessionId,
    workspace,
    signal: new AbortController().signal,
  } as Parameters<ReturnType<typeof sandboxTools>>[0]);
  const live: string[] = [];
  const call = async (name: string, input: Json, signal = new AbortController().signal) => {
    const tool = provided.tools.find((each) => each.name === name) as AgentTool;
    const emit: ToolCall["emit"] = ({ stream, text }) => live.push(`${stream}: ${text}`);
    const outcome = await tool.run(input, { sessionId, workspace, signal, emit } as ToolCall);
    const text = outcome.content.map((part) => part.text ?? "").join("");
    const pictures = outcome.content.flatMap((part) => part.x_picture ?? []);
    return { status: outcome.status, text, pictures };
  };
  return { ...provided, workspace, live, call };
}

let all: Workspaces;
const opened: Workspace[] = [];
async function aSession(id: string) {
  const tools = await openTools(all, id);
  opened.push(tools.workspace);
  return tools;
}

beforeAll(() => {
  all = workspaces({ root });
});
afterAll(async () => {
  await Promise.all(opened.map((workspace) => workspace.stop()));
  rmSync(root, { recursive: true, force: true });
});

describe.concurrent("Tools of the sandbox", () => {
  test("are those that the configuration asks for, stay inside and change nothing outside", async () => {
    const { tools, unresolved } = await openTools(all, "asked", ["shell"]);
    expect(tools.map(({ name }) => name)).toEqual(["shell", "code_interpreter"]);
    expect(tools.every((tool) => tool.contained && tool.class === "read")).toBe(true);
    expect(unresolved).toEqual([]);
  });

  test("without programs: no code interpreter, and why", async () => {
    const virtual = workspaces({ root: join(root, "virtual"), virtualOnly: true });
    const { tools, unresolved, call } = await openTools(virtual, "without");
    expect(tools.map(({ name }) => name)).toEqual(["shell", "file_operations"]);
    expect(unresolved).toEqual([
      {
        name: "code_interpreter",
        why: expect.stringMatching(/^It needs a sandbox that runs programs\. The operator/),
      },
    ]);
    expect(await call("shell", { command: "echo a | tr a b" })).toMatchObject({
      status: "success",
      text: "b\n[exit code 0]",
    });
  });

  test("shell tells output live, keeps both streams apart and says how it ended", async () => {
    const { call, live } = await aSession("shell");
    const result = await call("shell", { command: 'echo "$REGION"; echo bad >&2; exit 2' });
    expect(result).toMatchObject({
      status: "error",
      text: "eu-central-1\n[stderr]\nbad\n[exit code 2]",
    });
    expect(live.sort()).toEqual(["stderr: bad\n", "stdout: eu-central-1\n"]);
  });

  test("shell stops when the run is stopped", async () => {
    const { call } = await aSession("stopped");
    const stopper = new AbortController();
    const running = call("shell", { command: "echo x; sleep 1000" }, stopper.signal);
    stopper.abort();
    expect(await running).toMatchObject({
      status: "error",
      text: expect.stringContaining("It was stopped"),
    });
  });

  test("file_operations reads lines, writes, appends, replaces once, lists and deletes", async () => {
    const { call } = await aSession("files");
    const files = (input: Record<string, Json>) => call("file_operations", input);
    await files({ operation: "write", path: "a/b.txt", content: "one\ntwo\n" });
    await files({ operation: "append", path: "a/b.txt", content: "three\ntwo\n" });
    expect(
      (await files({ operation: "read", path: "a/b.txt", first_line: 2, last_line: 3 })).text,
    ).toBe("2\ttwo\n3\tthree\n[4 lines in all]");
    const twice = { operation: "replace", path: "a/b.txt", old_text: "two", new_text: "2" };
    await expect(files(twice)).rejects.toThrow("stands 2 times");
    const once = { ...twice, old_text: "three", new_text: "$& 3" };
    expect((await files(once)).text).toBe('Replaced line 3 of "a/b.txt".');
    expect((await files({ operation: "read", path: "a/b.txt" })).text).toContain("3\t$& 3");
    expect((await files({ operation: "list", path: "a" })).text).toBe("a/b.txt\t17 bytes");
    await files({ operation: "delete", path: "a" });
    expect((await files({ operation: "list" })).text).toBe("There is nothing in it.");
    await expect(files({ operation: "read", path: "../x" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("code_interpreter keeps names, shows the last value and only the code's own traceback", async () => {
    const { call, live } = await aSession("names");
    const python = (code: string) => call("code_interpreter", { code });
    const first = await python("import os\nx = 41\nprint('hi')\nos.system('echo sub')\nx + 1");
    expect(first).toMatchObject({ status: "success" });
    expect(first.text).toMatch(/^\[A new Python.*\]\nhi\nsub\n42$/);
    expect(live.join("")).toContain("hi");
    expect((await python("x, _")).text).toBe("(41, 42)");
    const failed = await python("def half(n):\n    return n / 0\nhalf(x)");
    expect(failed).toEqual({
      status: "error",
      pictures: [],
      text: [
        "Traceback (most recent call last):",
        '  File "<cell 3>", line 3, in <module>',
        "    half(x)",
        '  File "<cell 3>", line 2, in half',
        "    return n / 0",
        "           ~~^~~",
        "ZeroDivisionError: division by zero",
      ].join("\n"),
    });
    expect((await python("x +")).text).toContain("SyntaxError: invalid syntax");
    expect((await python("REGION = os.environ['REGION']; REGION")).text).toBe("'eu-central-1'");
  });

  test("code_interpreter gives figures as pictures, once each, with numpy and pandas at hand", async () => {
    const { call } = await aSession("figures");
    const python = (code: string) => call("code_interpreter", { code });
    const drawn = await python(
      "import numpy as np, pandas as pd, matplotlib.pyplot as plt\npd.Series(np.arange(3), index=list('abc')).plot.bar()\nplt.show()",
    );
    expect(drawn.pictures).toEqual([
      { path: "artifacts/chart-1.png", mediaType: "image/png", bytes: expect.any(Number) },
    ]);
    expect(drawn.text).toContain("[Pictures: artifacts/chart-1.png]");
    const own = await python("plt.plot([1, 2])\nplt.savefig('own.png')");
    expect(own.pictures.map(({ path }) => path)).toEqual(["own.png"]);
    expect((await python("1")).pictures).toEqual([]);
    const seen = await call("file_operations", { operation: "view", path: "own.png" });
    expect(seen.pictures).toEqual(own.pictures);
  });

  test("code_interpreter interrupts what goes on too long, and keeps the names", async () => {
    const { call, workspace } = await openTools(all, "long", [], { ...LIMITS, timeoutMs: 1_500 });
    opened.push(workspace);
    const python = (code: string) => call("code_interpreter", { code });
    await python("x = 1");
    const over = await python("while True: pass");
    expect(over).toMatchObject({
      status: "error",
      text: "It was still running after 1.5 s and was interrupted.",
    });
    expect((await python("x")).text).toBe("1");
    const stubborn = await python(
      "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    );
    expect(stubborn.text).toMatch(/interrupted\.\n\[Its names are lost; the files are there\./);
    expect((await python("x")).text).toMatch(/^\[A new Python.*\n.*NameError/s);
  });

  test("code_interpreter survives code that ends Python or floods it", async () => {
    const { call } = await aSession("ended");
    const python = (code: string) => call("code_interpreter", { code });
    expect((await python("import os; os._exit(0)")).text).toContain("Python ended");
    expect((await python("import sys; sys.exit(1)")).text).toContain("SystemExit: 1");
    expect((await python("bytearray(10 << 30)")).text).toContain("MemoryError");
    const flood = await python("for i in range(100000): print(i)\n'done'");
    expect(flood.text.length).toBeLessThan(26_000);
    expect(flood.text).toMatch(/the first 20000 are kept\.\]\n'done'$/);
    // It may say what it wants on its own streams: what it claims is looked at from outside.
    const forged = await python("open('not.png', 'w').write('no picture')");
    expect(forged.pictures).toEqual([]);
  });
});
