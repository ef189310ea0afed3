import type { z } from "zod";
import { folderProblems } from "./agent-path";
import { checkAgent } from "./check-agent";
import { type AgentFiles, ConsoleConfig, HarnessConfig } from "./config";
import { putVariables } from "./put-variables";
import { readJson } from "./read-json";

export const HARNESS_FILE = "harness.json";
export const CONSOLE_FILE = "console.json";
export const PROMPT_FILE = "system-prompt.md";

/** One thing that keeps a folder from being an agent. */
export interface AgentProblem {
  /** Absent: the folder as such. */
  file?: string;
  /** `tools.0.config`. */
  key?: string;
  line?: number;
  /** One sentence that names file, line and key. */
  message: string;
}

/** An agent's folder as it is understood, before it has a version. */
export interface ParsedAgent {
  harness: HarnessConfig;
  console: ConsoleConfig;
  /** With its variables put in. */
  systemPrompt: string;
}

export type ParseResult =
  | { agent: ParsedAgent; problems: [] }
  | { agent?: undefined; problems: AgentProblem[] };

/**
 * Reads an agent's folder, or says all that is wrong with it. `variables` go before `console.json`'s;
 * `name`, where given, must be the one of `harness.json`. Keys of `harness.json` that are not known
 * are kept in `harness`.
 */
export function parseAgent(
  files: AgentFiles,
  options: { variables?: Record<string, string>; name?: string } = {},
): ParseResult {
  const folder = folderProblems(files);
  if (folder.length > 0) return { problems: folder.map((message) => ({ message })) };

  const harness = readFile(files, HARNESS_FILE, HarnessConfig);
  const settings = readFile(files, CONSOLE_FILE, ConsoleConfig, "{}");
  if (!harness.data || !settings.data)
    return { problems: [...harness.problems, ...settings.problems] };

  const problems = checkAgent(harness.data, settings.data, options.name).map(
    ({ file, path, message }) => {
      const { lineOf } = file === HARNESS_FILE ? harness : settings;
      return problem(file, path, message, lineOf(path));
    },
  );

  const variables = { ...settings.data.variables, ...options.variables };
  const put = <T>(file: string, key: string, value: T): T =>
    putVariables(value, variables, (name) => {
      const message = `holds {{${name}}}, which has no value: give it one in ${CONSOLE_FILE} (variables) or in the setting SWITCHYARD_AGENTS_VARIABLES`;
      const known = problems.some(
        (one) => one.file === file && one.message.includes(`{{${name}}}`),
      );
      if (!known) problems.push(problem(file, key ? [key] : [], message));
    });

  const fromFile = files[PROMPT_FILE];
  const systemPrompt =
    fromFile === undefined
      ? put(HARNESS_FILE, "systemPrompt", harness.data.systemPrompt ?? "")
      : put(PROMPT_FILE, "", fromFile);
  if (systemPrompt.trim() === "")
    problems.push(
      problem(
        PROMPT_FILE,
        [],
        "is missing or empty: it says what the agent is for and how it works",
      ),
    );
  const agent: ParsedAgent = {
    harness: { ...harness.data, tools: put(HARNESS_FILE, "tools", harness.data.tools) },
    console: {
      ...settings.data,
      starters: put(CONSOLE_FILE, "starters", settings.data.starters),
      mcpServers: put(CONSOLE_FILE, "mcpServers", settings.data.mcpServers),
      browser: { hosts: put(CONSOLE_FILE, "browser", settings.data.browser).hosts.flatMap(apart) },
    },
    systemPrompt: systemPrompt.trim(),
  };
  return problems.length > 0 ? { problems } : { agent, problems: [] };
}

/** A variable may hold several hosts. */
const apart = (hosts: string): string[] => hosts.split(/[\s,]+/).filter((host) => host !== "");

type FileRead<T> = {
  problems: AgentProblem[];
  lineOf(path: readonly PropertyKey[]): number | undefined;
  data?: T;
};

function readFile<S extends z.ZodType>(
  files: AgentFiles,
  file: string,
  schema: S,
  absent?: string,
): FileRead<z.output<S>> {
  const text = files[file] ?? absent;
  const lineOf = () => undefined;
  if (text === undefined) return { problems: [problem(file, [], "is missing")], lineOf };
  const read = readJson(text.replace(/^\ufeff/, ""));
  if ("problem" in read)
    return { problems: [problem(file, [], `is no JSON: it ${read.problem}`, read.line)], lineOf };
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return { data: parsed.data, problems: [], lineOf: read.lineOf };
  return {
    lineOf: read.lineOf,
    problems: parsed.error.issues.flatMap((issue) => {
      // Each unknown key is a problem of its own, at its own line.
      const paths =
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => [...issue.path, key])
          : [issue.path];
      return paths.map((path) => problem(file, path, wordsOf(issue), read.lineOf(path)));
    }),
  };
}

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return "is no setting";
    case "invalid_type":
      return issue.input === undefined && /undefined/.test(issue.message)
        ? "is missing"
        : `must be ${NOUNS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "invalid_union":
      return "is in no form that is known";
    case "too_small":
      return issue.origin === "string"
        ? "must not be empty"
        : `must be ${issue.inclusive === false ? "more than " : ""}${issue.minimum}${issue.inclusive === false ? "" : " at least"}`;
    case "too_big":
      return issue.origin === "string"
        ? `must have ${issue.maximum} characters at most`
        : `must be ${issue.maximum} at most`;
    case "invalid_key":
      return "has a name that is not allowed";
    default:
      return issue.message;
  }
}

const NOUNS: Record<string, string> = {
  string: "a text in quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function problem(
  file: string,
  path: readonly PropertyKey[],
  what: string,
  line?: number,
): AgentProblem {
  const key = path.map(String).join(".");
  const where = [file, line ? `line ${line}` : "", key].filter(Boolean).join(", ");
  return {
    file,
    ...(key && { key }),
    ...(line && { line }),
    message: `${where}${key || line ? ":" : ""} ${what.replace(/\.$/, "")}.`,
  };
}
