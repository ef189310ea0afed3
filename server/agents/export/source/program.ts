import "server-only";

/** Files of the program that are the same for every agent. */

export const TSCONFIG_FILE = `{
  "compilerOptions": {
    "target": "ES2023",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "types": ["node"],
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "skipLibCheck": true
  },
  "include": ["src"]
}
`;

export const MAIN_FILE = String.raw`import { createInterface } from "node:readline/promises";
import { createAgent, limits, timeoutMs } from "./agent.ts";

const agent = createAgent();

/** The SDK prints what the agent says and which tools it calls. */
async function ask(message: string): Promise<void> {
  try {
    const result = await agent.invoke(message, { limits, cancelSignal: AbortSignal.timeout(timeoutMs) });
    process.stdout.write("\n");
    if (result.stopReason !== "endTurn") console.error("Stopped: " + result.stopReason);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

const given = process.argv.slice(2).join(" ").trim();
if (given) {
  await ask(given);
} else {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.setPrompt("> ");
  terminal.prompt();
  for await (const line of terminal) {
    if (line.trim()) await ask(line);
    terminal.prompt();
  }
}
process.exit();
`;

export const APPROVALS_FILE = String.raw`import { createInterface } from "node:readline/promises";
import { type Agent, BeforeToolCallEvent } from "@strands-agents/sdk";

type ToolClass = "read" | "change" | "destroy";
type Action = "allow" | "ask" | "deny";

export interface Policy {
  /** Names or globs; "@server/glob" for the tools of an MCP server. */
  allowedTools: string[];
  /** What a tool may do to the world. One of a server or of your own without a class is refused. */
  classes: Record<string, string>;
  /** The first that fits counts; then byClass. */
  rules: { tool: string; action: string }[];
  byClass: Record<string, string>;
  /** MCP servers, whose tools are called <server>_<tool>. */
  servers: string[];
}

/** Tools of this program that stay in its workspace, or only read. */
const OWN = ["shell", "file_operations", "code_interpreter", "browser", "skills", "remember", "recall"];

/** Asks at the terminal before a call that the policy does not let pass by itself. */
export function approvals(agent: Agent, policy: Policy, own: string[] = OWN): void {
  agent.addHook(BeforeToolCallEvent, async (event) => {
    const { name, input } = event.toolUse;
    const names = namesOf(name, policy.servers);
    if (!policy.allowedTools.some((glob) => names.some((one) => fits(glob, one)))) {
      event.cancel = name + " is none of the allowed tools.";
      return;
    }
    const found = Object.entries(policy.classes).find(([glob]) => names.some((one) => fits(glob, one)));
    const local = event.tool !== undefined && (own.includes(name) || isContained(event.tool));
    const toolClass = (found?.[1] ?? (local ? "read" : undefined)) as ToolClass | undefined;
    if (!toolClass) {
      event.cancel = name + " has no class (read, change or destroy), so it does not run.";
      return;
    }
    const rule = policy.rules.find(({ tool }) => names.some((one) => fits(tool, one)));
    let action = (rule?.action ?? policy.byClass[toolClass] ?? "ask") as Action;
    // A rule can make it stricter than the class demands, never laxer.
    if (action === "allow" && toolClass !== "read") action = "ask";
    if (action === "deny") event.cancel = "The policy refuses " + name + ".";
    else if (action === "ask" && !(await confirm(name, input)))
      event.cancel = "A person refused this call.";
  });
}

/** Marked by the tools of this program that run in its sandbox. */
const contained = new WeakSet<object>();
export function markContained<T extends object>(tool: T): T {
  contained.add(tool);
  return tool;
}
const isContained = (tool: object): boolean => contained.has(tool);

/** Without a terminal nobody can say yes. */
async function confirm(name: string, input: unknown): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question("\n" + name + " " + JSON.stringify(input, null, 2) + "\nRun it? [y/N] ");
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

function namesOf(name: string, servers: string[]): string[] {
  const server = servers.find((one) => name.startsWith(one + "_"));
  const scoped = server ? "@" + server + "/" + name.slice(server.length + 1) : "@builtin/" + name;
  return server ? [name, scoped, "@" + server] : [name, scoped];
}

const fits = (glob: string, name: string): boolean =>
  new RegExp("^" + glob.split("*").map((part) => part.replace(/[.+?^$(){}|[\]\\]/g, "\\$&")).join(".*") + "$").test(name);
`;

export const SANDBOX_FILE = String.raw`import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What tools read and write; nothing else of this machine is writable for them. */
export const WORKSPACE = fileURLToPath(new URL("../workspace/", import.meta.url));
mkdirSync(WORKSPACE, { recursive: true });

const TIMEOUT_MS = 60_000;
const MOST_OUTPUT = 100_000;

const BWRAP = [
  "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv",
  "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
  "--ro-bind-try", "/lib64", "/lib64", "--ro-bind-try", "/etc/matplotlibrc", "/etc/matplotlibrc",
  "--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
  "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/home",
  "--bind", WORKSPACE, "/workspace", "--chdir", "/workspace",
  "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/workspace", "--setenv", "MPLBACKEND", "Agg",
];

/** Runs a command in a bubblewrap sandbox without network. Without bubblewrap it does not run at all. */
export function runInSandbox(command: string[], stdin = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("bwrap", [...BWRAP, "--", ...command], { env: {}, timeout: TIMEOUT_MS, killSignal: "SIGKILL" });
    let output = "";
    const add = (piece: Buffer) => {
      if (output.length < MOST_OUTPUT) output += piece.toString();
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.on("error", () => reject(new Error("bubblewrap (bwrap) is not installed, so commands do not run.")));
    child.on("close", (code, signal) =>
      resolve(output.slice(0, MOST_OUTPUT) + (signal ? "\n[ended after " + TIMEOUT_MS / 1_000 + " s]" : "\n[exit code " + code + "]")),
    );
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
}
`;
