/** Variables of an agent's files: where each stands, and a name that is changed wherever it is put in. */
import { type ConfigFile, configOf, valueAt, withChanges } from "./agent-draft";
import type { AgentFiles } from "./config";
import { CONSOLE_FILE, HARNESS_FILE, PROMPT_FILE } from "./parse-agent";
import { putVariables } from "./put-variables";

export const VARIABLE_NAME = /^[A-Z][A-Z0-9_]*$/;

/** Where `parseAgent` puts variables in; elsewhere `{{NAME}}` is only text. */
const PLACES: readonly (readonly [ConfigFile, string])[] = [
  [HARNESS_FILE, "systemPrompt"],
  [HARNESS_FILE, "tools"],
  [CONSOLE_FILE, "starters"],
  [CONSOLE_FILE, "mcpServers"],
  [CONSOLE_FILE, "browser"],
];

/** Its own variables by name; none when `variables` is no object. */
export function ownVariables(files: AgentFiles): string[] {
  const value = valueAt(configOf(files, CONSOLE_FILE), ["variables"]);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.keys(value)
    : [];
}

/** Files in which each variable stands, by its name. */
export function variablesUsed(files: AgentFiles): Map<string, string[]> {
  const used = new Map<string, string[]>();
  const look = (file: string, value: unknown) =>
    putVariables(value, {}, (name) => {
      const there = used.get(name) ?? [];
      if (!there.includes(file)) used.set(name, [...there, file]);
    });
  look(PROMPT_FILE, files[PROMPT_FILE]);
  // The file goes before `systemPrompt`, which then means nothing.
  for (const [file, key] of PLACES)
    if (key !== "systemPrompt" || files[PROMPT_FILE] === undefined)
      look(file, valueAt(configOf(files, file), [key]));
  return used;
}

/** The variable under another name, in its place, and so wherever it is put in. */
export function renameVariable(files: AgentFiles, from: string, to: string): AgentFiles {
  const variables = valueAt(configOf(files, CONSOLE_FILE), ["variables"]);
  const renamed = Object.entries((variables ?? {}) as Record<string, unknown>).map(
    ([key, value]) => [key === from ? to : key, value],
  );
  const named = withChanges(files, CONSOLE_FILE, [[["variables"], Object.fromEntries(renamed)]]);
  // A name that is none yet is mended first: what stands elsewhere would be lost with it.
  if (!VARIABLE_NAME.test(from) || !VARIABLE_NAME.test(to)) return named;
  const put = <T>(value: T): T => rename(value, from, to);
  const prompt = named[PROMPT_FILE];
  const start =
    prompt === undefined || put(prompt) === prompt
      ? named
      : { ...named, [PROMPT_FILE]: put(prompt) };
  return PLACES.reduce((before, [file, key]) => {
    const value = valueAt(configOf(before, file), [key]);
    const after = put(value);
    return JSON.stringify(after) === JSON.stringify(value)
      ? before
      : withChanges(before, file, [[[key], after]]);
  }, start);
}

function rename<T>(value: T, from: string, to: string): T {
  if (typeof value === "string")
    return value.replace(new RegExp(`(\\{\\{\\s*)${from}(\\s*\\}\\})`, "g"), `$1${to}$2`) as T;
  if (Array.isArray(value)) return value.map((each) => rename(each, from, to)) as T;
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, rename(each, from, to)]),
    ) as T;
  return value;
}
