/** Calls of tools in words: sentences first, JSON for who unfolds it. */
import { plural } from "@/lib/platform/format";
import type { Json, ToolResultPart } from "./events";

type Fields = { [key: string]: Json };
const fieldsOf = (input: Json | undefined): Fields =>
  input !== null && typeof input === "object" && !Array.isArray(input) ? input : {};

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const LONGEST = 90;
/** Of a result: what does not fit is cut where it is drawn. */
const LONGEST_RESULT = 240;
const firstLine = (value: string, longest = LONGEST): string => {
  const [line = ""] = value.trim().split("\n");
  return line.length > longest || line.length < value.trim().length
    ? `${line.slice(0, longest)}…`
    : line;
};

/** What AgentCore adds to a name to make it an id. */
const MADE_ID = /-[A-Za-z0-9]{10}$/;

/** `release_analyst` → `release-analyst`; of an ARN the name in its last part, as AgentCore has it. */
export const agentTitle = (agent: string): string =>
  agent.startsWith("arn:")
    ? (agent.split("/").at(-1) ?? agent).replace(MADE_ID, "")
    : agent.replaceAll("_", "-");

const FILE_VERBS: Record<string, string> = {
  read: "Read",
  view: "Read",
  write: "Write",
  append: "Add to",
  list: "List",
  delete: "Delete",
  replace: "Change",
};
const BROWSER_VERBS: Record<string, string> = {
  navigate: "Open",
  read: "Read the page",
  click: "Click",
  type: "Type into",
  screenshot: "Take a picture of the page",
};

const BUILT_IN: Record<string, (input: Fields) => [string, string?]> = {
  shell: (input) => ["Run a command", firstLine(text(input.command))],
  code_interpreter: ({ code }) => {
    const lines = text(code).trim().split("\n").length;
    return ["Run Python", text(code) ? plural(lines, "line") : ""];
  },
  file_operations: (input) => {
    const verb = FILE_VERBS[text(input.operation)] ?? "Work with";
    return [`${verb} a file`, text(input.path)];
  },
  browser: (input) => [
    BROWSER_VERBS[text(input.action)] ?? "Use the browser",
    text(input.url) || text(input.selector) || text(input.text),
  ],
  load_skill: (input) => ["Load a skill", text(input.name) || text(input.skill)],
  remember: (input) => ["Remember", firstLine(text(input.text))],
  recall: (input) => ["Recall", firstLine(text(input.text) || text(input.query))],
};

const AREAS: Record<string, string> = {
  release: "Releases",
  ami: "AMI updates",
  cache: "Prompt cache",
};

export interface CallWords {
  /** What it does: `Read deployment`. */
  what: string;
  /** To what: `d-ABC123`, the first line of a command. */
  of?: string;
  /** Where it belongs: `Releases`, the name of an MCP server. */
  area?: string;
}

/** A call in words that somebody can read who is no engineer. */
export function callWords(call: {
  name: string;
  server?: string | undefined;
  input?: Json | undefined;
}): CallWords {
  const input = fieldsOf(call.input);
  const builtIn = Object.hasOwn(BUILT_IN, call.name) ? BUILT_IN[call.name] : undefined;
  if (builtIn) {
    const [what, of] = builtIn(input);
    return { what, ...(of && { of }) };
  }
  const [first = "", ...rest] = call.name.split(/[_-]+/).filter(Boolean);
  const area =
    call.server ?? (rest.length > 0 && Object.hasOwn(AREAS, first) ? AREAS[first] : undefined);
  const own = call.server
    ? call.name.replace(new RegExp(`^${literally(call.server)}_`), "").split(/[_-]+/)
    : area
      ? rest
      : [first, ...rest];
  const of = shortArguments(input);
  return { what: sentenceCase(own.join(" ")), ...(of && { of }), ...(area && { area }) };
}

const literally = (name: string) => name.replace(/[^\w]/g, "\\$&");
const sentenceCase = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Of the arguments what names a thing: short texts and numbers, two at most; reasons stand elsewhere. */
function shortArguments(input: Fields): string {
  const shown = Object.entries(input).flatMap(([key, value]) => {
    if (key === "reason" || key === "mode") return [];
    if (typeof value === "number") return [`${value}`];
    return typeof value === "string" && value.length > 0 && value.length <= 60 ? [value] : [];
  });
  return shown.slice(0, 2).join(" · ");
}

const TELLING = ["sentence", "summary", "message", "answer"] as const;
/** Of the thing that was read, not of the call: said with their name. */
const STANDING = ["status", "state"] as const;

/** What stands before a result for the model: lines in brackets, and a skill's front matter. */
const FRAME = /^(?:\[[^\n]*\]\n+)+(?=\S)|^---\n[\s\S]*?\n---\n+(?:#+ +)?/;

/** What came of a call, in one line; empty when there is nothing short to say. What failed says why at its end. */
export function resultWords(content: readonly ToolResultPart[], failed = false): string {
  for (const part of content) {
    if (part.text !== undefined) {
      const parsed = jsonOf(part.text);
      const text = part.text.trim().replace(FRAME, "");
      const last = text.slice(text.lastIndexOf("\n") + 1);
      const said =
        parsed === undefined ? firstLine(failed ? last : text, LONGEST_RESULT) : jsonWords(parsed);
      if (said) return said;
    } else if (part.json !== undefined) {
      const said = jsonWords(part.json);
      if (said) return said;
    }
  }
  const pictures = content.filter((part) => part.x_picture).length;
  return pictures > 0 ? plural(pictures, "picture") : "";
}

/** A text that is a JSON object or list, parsed. */
export function jsonOf(value: string): Json | undefined {
  if (!/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}

function jsonWords(value: Json): string {
  if (typeof value === "string") return firstLine(value, LONGEST_RESULT);
  if (Array.isArray(value)) return plural(value.length, "entry", "entries");
  const fields = fieldsOf(value);
  for (const key of TELLING) {
    const said = fields[key];
    if (typeof said === "string" && said) return firstLine(said, LONGEST_RESULT);
  }
  for (const key of STANDING) {
    const said = fields[key];
    if (typeof said === "string" && said) return `${sentenceCase(key)}: ${firstLine(said)}`;
  }
  const lists = Object.entries(fields).filter(([, each]) => Array.isArray(each));
  const [name, list] = lists[0] ?? [];
  return name && Array.isArray(list) ? `${list.length} ${name}` : "";
}
