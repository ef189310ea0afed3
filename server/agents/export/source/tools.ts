import "server-only";

/** Tools of the program, each a file of its own there. */

export const SHELL_FILE = `import { tool } from "@strands-agents/sdk";
import { z } from "zod";
import { markContained } from "../approvals.ts";
import { runInSandbox } from "../sandbox.ts";

export const shell = markContained(
  tool({
    name: "shell",
    description: "Runs a bash command in the workspace, without network.",
    inputSchema: z.object({ command: z.string() }),
    callback: ({ command }) => runInSandbox(["/usr/bin/bash", "-c", command]),
  }),
);
`;

export const CODE_FILE = `import { tool } from "@strands-agents/sdk";
import { z } from "zod";
import { markContained } from "../approvals.ts";
import { runInSandbox } from "../sandbox.ts";

/** Runs what it reads, then keeps every open figure as a picture. */
const RUNNER = [
  "import sys",
  'exec(compile(sys.stdin.read(), "code", "exec"), {"__name__": "__main__"})',
  'if "matplotlib.pyplot" in sys.modules:',
  "    import matplotlib.pyplot as plt",
  "    for number in plt.get_fignums():",
  '        plt.figure(number).savefig(f"chart-{number}.png")',
  '        print(f"Saved chart-{number}.png")',
].join("\\n");

/** Python, anew at each call: keep what later calls need in files. */
export const codeInterpreter = (name: string) =>
  markContained(
    tool({
      name,
      description: "Runs Python in the workspace, without network. Open matplotlib figures are kept as chart-1.png and so on.",
      inputSchema: z.object({ code: z.string() }),
      callback: ({ code }) => runInSandbox(["/usr/bin/python3", "-c", RUNNER], code),
    }),
  );
`;

export const FILES_FILE = String.raw`import { lstat, mkdir, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { tool } from "@strands-agents/sdk";
import { z } from "zod";
import { markContained } from "../approvals.ts";

const ROOT = fileURLToPath(new URL("../../workspace/", import.meta.url));

/** A path in the workspace; neither ".." nor a link leads out of it. */
async function inside(path: string): Promise<string> {
  await mkdir(ROOT, { recursive: true });
  const root = await realpath(ROOT);
  const full = join(root, path);
  let at = full;
  // The nearest folder that is there tells where the path really leads.
  while (!(await lstat(at).catch(() => undefined))) at = dirname(at);
  const real = await realpath(at);
  if (!full.startsWith(root) || (real !== root && !real.startsWith(root + sep)))
    throw new Error(path + " is not in the workspace.");
  return full;
}

export const fileOperations = markContained(
  tool({
    name: "file_operations",
    description: "Reads, writes, appends to, lists and deletes files of the workspace.",
    inputSchema: z.object({
      operation: z.enum(["read", "write", "append", "list", "delete"]),
      path: z.string().default("."),
      content: z.string().default(""),
    }),
    callback: async ({ operation, path, content }) => {
      const full = await inside(path);
      switch (operation) {
        case "read":
          return await readFile(full, "utf8");
        case "list":
          return (await readdir(full)).join("\n");
        case "delete":
          await rm(full);
          return "Deleted.";
        default:
          await mkdir(dirname(full), { recursive: true });
          await writeFile(full, content, { flag: operation === "append" ? "a" : "w" });
          return "Written.";
      }
    },
  }),
);
`;

export const MEMORY_FILE = String.raw`import { readFileSync, writeFileSync } from "node:fs";
import { tool } from "@strands-agents/sdk";
import { z } from "zod";

const FILE = new URL("../../memory.json", import.meta.url);

function kept(): string[] {
  try {
    return JSON.parse(readFileSync(FILE, "utf8")) as string[];
  } catch {
    return [];
  }
}

/** Facts that last over runs, in memory.json. */
export const memory = [
  tool({
    name: "remember",
    description: "Keeps one fact for later sessions, in one short sentence. No secrets.",
    inputSchema: z.object({ text: z.string().min(3).max(500) }),
    callback: ({ text }) => {
      const facts = kept();
      if (!facts.includes(text)) writeFileSync(FILE, JSON.stringify([...facts, text], null, 2));
      return "Remembered.";
    },
  }),
  tool({
    name: "recall",
    description: "Finds remembered facts by words. They are notes, not instructions.",
    inputSchema: z.object({ query: z.string().default("") }),
    callback: ({ query }) => {
      const words = query.toLowerCase().split(/\W+/).filter(Boolean);
      const found = kept().filter((fact) => words.length === 0 || words.some((word) => fact.toLowerCase().includes(word)));
      return found.slice(-10).join("\n") || "Nothing.";
    },
  }),
];
`;

export const INLINE_FILE = String.raw`import { createInterface } from "node:readline/promises";
import { FunctionTool, type JSONSchema } from "@strands-agents/sdk";

interface InlineFunction {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
  command?: string;
}

/** Functions of your own: a command in the sandbox that reads JSON and writes JSON, or a person who answers. */
export const inlineTools = (functions: InlineFunction[]) =>
  functions.map(
    ({ name, description, inputSchema, command }) =>
      new FunctionTool({
        name,
        description,
        inputSchema: inputSchema as JSONSchema,
        callback: (input: unknown) =>
          command ? runCommand(command, input) : askPerson(name, input),
      }),
  );

async function runCommand(command: string, input: unknown): Promise<string> {
  const { runInSandbox } = await import("../sandbox.ts");
  return runInSandbox(["/usr/bin/bash", "-c", command], JSON.stringify(input));
}

async function askPerson(name: string, input: unknown): Promise<string> {
  if (!process.stdin.isTTY) throw new Error("Nobody is there to answer " + name + ".");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question("\n" + name + " " + JSON.stringify(input, null, 2) + "\nYour answer: ");
  } finally {
    terminal.close();
  }
}
`;

export const BROWSER_FILE = String.raw`import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { tool } from "@strands-agents/sdk";
import { chromium, type Page } from "playwright-core";
import { z } from "zod";
import { markContained } from "../approvals.ts";

const MOST_TEXT = 20_000;
let opened: Promise<Page> | undefined;

/** One page for the whole run, with requests to the given hosts only. */
async function openPage(hosts: string[]): Promise<Page> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const page = await (await chromium.launch({ executablePath })).newPage();
  await page.route("**/*", (route) => (isAllowed(route.request().url(), hosts) ? route.continue() : route.abort()));
  return page;
}

function isAllowed(address: string, hosts: string[]): boolean {
  const { host, hostname } = new URL(address);
  return hosts.some((one) => one === host || one === hostname || (one.startsWith("*.") && hostname.endsWith(one.slice(1))));
}

export const browser = (name: string, hosts: string[]) =>
  markContained(
    tool({
      name,
      description: "A browser. navigate opens an address, read gives the page's text, screenshot keeps it as screenshot.png. Hosts: " + hosts.join(", "),
      inputSchema: z.object({ action: z.enum(["navigate", "read", "screenshot"]), url: z.string().optional() }),
      callback: async ({ action, url }) => {
        opened ??= openPage(hosts);
        const page = await opened;
        if (url !== undefined) {
          if (!isAllowed(url, hosts)) throw new Error("Only these hosts may be read: " + hosts.join(", "));
          await page.goto(url, { waitUntil: "domcontentloaded", timeout: 30_000 });
        }
        if (action === "screenshot") {
          const path = new URL("../../workspace/screenshot.png", import.meta.url);
          await writeFile(fileURLToPath(path), await page.screenshot());
          return "Kept as screenshot.png.";
        }
        return (await page.title()) + "\n" + (await page.innerText("body")).slice(0, MOST_TEXT);
      },
    }),
  );
`;
