/** Tools of an agent's files by name: what else is said of one goes with it. */
import { configOf, valueAt, withChanges } from "./agent-draft";
import type { AgentFiles } from "./config";
import { CONSOLE_FILE, HARNESS_FILE } from "./parse-agent";

type Entries = Record<string, unknown>;

const entriesAt = (files: AgentFiles, key: string): Entries => {
  const value = valueAt(configOf(files, CONSOLE_FILE), [key]);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Entries)
    : {};
};

const toolsOf = (files: AgentFiles): unknown[] => {
  const tools = valueAt(configOf(files, HARNESS_FILE), ["tools"]);
  return Array.isArray(tools) ? tools : [];
};

/** The tool at that place of `harness.json` under another name, with its class and command. */
export function renameTool(files: AgentFiles, at: number, from: string, to: string): AgentFiles {
  return renameEntries(withChanges(files, HARNESS_FILE, [[["tools", at, "name"], to]]), from, to);
}

/** The server of `console.json` under another name, in its place. */
export const renameServer = (files: AgentFiles, from: string, to: string): AgentFiles =>
  renameEntries(files, from, to);

/** Without the tool at that place, and what was said of it alone. */
export function removeTool(files: AgentFiles, at: number, name: string): AgentFiles {
  const tools = toolsOf(files).filter((_, each) => each !== at);
  return removeEntries(withChanges(files, HARNESS_FILE, [[["tools"], tools]]), name);
}

export const removeServer = (files: AgentFiles, name: string): AgentFiles =>
  removeEntries(files, name);

const NAMED = ["mcpServers", "inline", "classes"] as const;

/** What names it: itself, or as a server (`@news/read_*`). */
const isOf = (key: string, name: string): boolean => key === name || key.startsWith(`@${name}/`);

/** `allowedTools` with what names the tool changed; undefined takes an entry out. */
function changeAllowed(
  files: AgentFiles,
  name: string,
  change: (entry: string) => string | undefined,
): AgentFiles {
  const entries = valueAt(configOf(files, HARNESS_FILE), ["allowedTools"]);
  if (name === "" || !Array.isArray(entries)) return files;
  const names = (entry: unknown): entry is string =>
    typeof entry === "string" && (entry === `@${name}` || isOf(entry, name));
  if (!entries.some(names)) return files;
  const changed = entries.flatMap((entry) => (names(entry) ? (change(entry) ?? []) : [entry]));
  return withChanges(files, HARNESS_FILE, [[["allowedTools"], changed]]);
}

function renameEntries(given: AgentFiles, from: string, to: string): AgentFiles {
  const files = changeAllowed(given, from, (entry) =>
    entry === from ? to : `@${to}${entry.slice(from.length + 1)}`,
  );
  return NAMED.reduce((before, section) => {
    const entries = entriesAt(before, section);
    if (from === "" || !Object.keys(entries).some((key) => isOf(key, from))) return before;
    const renamed = Object.entries(entries).map(([key, value]) => {
      if (!isOf(key, from)) return [key, value];
      return [key === from ? to : `@${to}${key.slice(from.length + 1)}`, value];
    });
    return withChanges(before, CONSOLE_FILE, [[[section], Object.fromEntries(renamed)]]);
  }, files);
}

function removeEntries(given: AgentFiles, name: string): AgentFiles {
  const files = changeAllowed(given, name, () => undefined);
  return NAMED.reduce((before, section) => {
    const entries = Object.entries(entriesAt(before, section));
    const kept = entries.filter(([key]) => name === "" || !isOf(key, name));
    if (kept.length === entries.length) return before;
    return withChanges(before, CONSOLE_FILE, [[[section], Object.fromEntries(kept)]]);
  }, files);
}
