import "server-only";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AgentFiles, ConsoleConfig } from "@/lib/agents/config";
import type { Workspace } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";

export type StdioServer = ConsoleConfig["mcpServers"][string];

/** A program as the sandbox starts it. */
export interface Program {
  command: string;
  args: string[];
  readOnly: [host: string, inside: string][];
}

/** The console's own packages, as the sandbox sees them. */
const PACKAGES = "/opt/node_modules";
const SERVERS = ".servers";

/**
 * How a configured server starts without network: `npx` of a package means the one that is installed
 * beside the console, `node` the console's own, and arguments that name files of the agent's folder
 * their copies in the workspace.
 *
 * @throws AppError not_found in one sentence when the package is not installed
 */
export async function findProgram(
  { command, args }: StdioServer,
  files: AgentFiles,
  workspace: Workspace,
): Promise<Program> {
  const readOnly: Program["readOnly"] = [];
  const node = process.execPath;
  if (!node.startsWith("/usr/")) readOnly.push([dirname(node), dirname(node)]);
  if (command === "npx" || command === "bunx") {
    const [name = "", ...rest] = args.filter((arg, at) => at > 0 || !/^(-y|--yes)$/.test(arg));
    const bin = await binOf(name.replace(/(?<=.)@[^@/]*$/, ""));
    readOnly.push([join(process.cwd(), "node_modules"), PACKAGES]);
    return { command: node, args: [bin, ...rest], readOnly };
  }
  const placed = await Promise.all(args.map((arg) => placeFile(arg, files, workspace)));
  return { command: command === "node" ? node : command, args: placed, readOnly };
}

async function binOf(name: string): Promise<string> {
  const missing = new AppError(
    "not_found",
    `The package ${name.slice(0, 100)} is not installed beside the console, and the sandbox has no network to fetch it.`,
  );
  if (!/^(@[\w.-]+\/)?[\w-][\w.-]*$/.test(name)) throw missing;
  const folder = join(process.cwd(), "node_modules", name);
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => {
    throw missing;
  });
  const { bin } = JSON.parse(text) as { bin?: string | Record<string, string> };
  const entry = typeof bin === "string" ? bin : Object.values(bin ?? {})[0];
  if (!entry) throw new AppError("not_found", `The package ${name} has no program to start.`);
  return join(PACKAGES, name, entry);
}

async function placeFile(arg: string, files: AgentFiles, workspace: Workspace): Promise<string> {
  const path = arg.replace(/^\.\//, "");
  const text = files[path];
  if (text === undefined) return arg;
  await workspace.write(`${SERVERS}/${path}`, text);
  return `/workspace/${SERVERS}/${path}`;
}
