/** An agent's files while somebody edits them: form and files are two looks at the same text. */
import type { AgentFiles } from "./config";
import { type AgentProblem, CONSOLE_FILE, HARNESS_FILE, PROMPT_FILE } from "./parse-agent";
import { readJson } from "./read-json";
import { SKILL_FILE } from "./skill-files";
import { changeConfig, writeConfig } from "./write-config";

export type ConfigFile = typeof HARNESS_FILE | typeof CONSOLE_FILE;
export type ConfigPath = readonly (string | number)[];
export type ConfigChange = readonly [path: ConfigPath, value: unknown];

/** The values of a configuration file, or undefined when it cannot be read as one. */
export function configOf(files: AgentFiles, file: ConfigFile): Record<string, unknown> | undefined {
  const text = files[file];
  if (text === undefined) return file === CONSOLE_FILE ? {} : undefined;
  const read = readJson(text.replace(/^\ufeff/, ""));
  if ("problem" in read) return undefined;
  const { value } = read;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(config: unknown, path: ConfigPath): unknown {
  let value = config;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The files with some values changed; as they are when the file cannot be read. Unknown keys stay. */
export function withChanges(
  files: AgentFiles,
  file: ConfigFile,
  changes: readonly ConfigChange[],
): AgentFiles {
  if (!configOf(files, file)) return files;
  const text = (files[file] ?? "{}").replace(/^\ufeff/, "");
  return { ...files, [file]: changeConfig(text, changes) };
}

/** The system prompt, wherever it stands: in its file, or in `harness.json`. */
export function promptOf(files: AgentFiles): string {
  const own = files[PROMPT_FILE];
  if (own !== undefined) return own;
  const inside = valueAt(configOf(files, HARNESS_FILE), ["systemPrompt"]);
  return typeof inside === "string" ? inside : "";
}

export function withPrompt(files: AgentFiles, prompt: string): AgentFiles {
  const inside = valueAt(configOf(files, HARNESS_FILE), ["systemPrompt"]);
  return files[PROMPT_FILE] === undefined && typeof inside === "string"
    ? withChanges(files, HARNESS_FILE, [[["systemPrompt"], prompt]])
    : { ...files, [PROMPT_FILE]: prompt };
}

/** Problems of a key and of what is below it. */
export const problemsAt = (
  problems: readonly AgentProblem[],
  file: string,
  path: ConfigPath,
): AgentProblem[] => {
  const key = path.join(".");
  return problems.filter(
    (each) => each.file === file && (each.key === key || each.key?.startsWith(`${key}.`)),
  );
};

/** A new agent that runs as it is: it can talk, and use its sandbox. */
export function newAgent(model: { provider: string; modelId: string } | undefined): AgentFiles {
  return {
    [HARNESS_FILE]: writeConfig({
      name: "",
      model: model ?? { provider: "bedrock", modelId: "" },
      tools: [],
      skills: [],
      memory: { mode: "disabled" },
      maxIterations: 25,
      timeoutSeconds: 900,
      authorizerType: "AWS_IAM",
    }),
    [CONSOLE_FILE]: writeConfig({
      description: "",
      starters: [],
      verbs: [],
      builtins: ["shell", "file_operations"],
      approvals: {
        rules: [],
        classes: { read: "allow", change: "ask", destroy: "ask" },
        expiresSeconds: 1_800,
      },
      budget: { usd: 1, totalTokens: 200_000 },
    }),
    [PROMPT_FILE]: "",
  };
}

/** With a skill of that name, named in `harness.json`, to be written. */
export function withSkill(files: AgentFiles, name: string): AgentFiles {
  const folder = `skills/${name}`;
  const skills = valueAt(configOf(files, HARNESS_FILE), ["skills"]);
  const named = Array.isArray(skills) ? skills : [];
  return withChanges(
    {
      ...files,
      [`${folder}/${SKILL_FILE}`]: `---\nname: ${name}\ndescription: When to use this skill, in one sentence.\n---\n\n# ${name}\n\n1. The first step.\n`,
    },
    HARNESS_FILE,
    [[["skills"], [...named, { path: `./${folder}` }]]],
  );
}

/** Without what is named in `skills` at that place; the folder's files go with it when `path` says where they are. */
export function withoutSkill(files: AgentFiles, at: number, path: string | undefined): AgentFiles {
  const skills = valueAt(configOf(files, HARNESS_FILE), ["skills"]);
  const kept = Array.isArray(skills) ? skills.filter((_, index) => index !== at) : [];
  const rest = Object.fromEntries(
    Object.entries(files).filter(([file]) => path === undefined || !file.startsWith(`${path}/`)),
  );
  return withChanges(rest, HARNESS_FILE, [[["skills"], kept]]);
}
