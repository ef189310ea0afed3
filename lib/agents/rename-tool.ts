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

function renameEntries(files: AgentFiles, from: string, to: string): AgentFiles {
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

function removeEntries(files: AgentFiles, name: string): AgentFiles {
  return NAMED.reduce((before, section) => {
    const entries = Object.entries(entriesAt(before, section));
    const kept = entries.filter(([key]) => name === "" || !isOf(key, name));
    if (kept.length === entries.length) return before;
    return withChanges(before, CONSOLE_FILE, [[[section], Object.fromEntries(kept)]]);
  }, files);
}
