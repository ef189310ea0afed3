import { detectAttack } from "../detect-attack.ts";
import { fillInput } from "./fill-input.ts";
import { ACTS } from "./find-tool.ts";
import type { Move, OfferedTool, Told } from "./model.ts";
import { partsOf } from "./words.ts";

const ADDRESSED =
  /\b(assistant|agent|ai|model|you)\b[^.\n]{0,60}\b(must|should|shall|have to|now|immediately|are (?:ordered|instructed) to)\b/i;
const CALLS =
  /\b(?:call|invoke|use|execute)\s+(?:the\s+)?(?:tool\s+)?[`"']?([a-zA-Z][\w-]{2,63})[`"']?/i;
const RUNS = /\brun\s+(?:the\s+)?(?:command\s+)?[`"']([^`"'\n]{1,500})[`"']/i;
const SENDS =
  /\b(?:send|post|upload|open|visit|fetch|report|forward)\b[^\n]{0,120}?(https?:\/\/[^\s<>"'`)]+)/i;

/** The lines of a text that give orders to whoever reads it. */
export function ordersIn(text: string): string[] {
  return text
    .split(/\n|\\n|(?<=[.!?])\s+/)
    .map((line) => line.trim())
    .filter((line) => line.length < 2_000 && (detectAttack(line) || ADDRESSED.test(line)));
}

/** What the answers since the question order, if anything: shown to people and never followed. */
export const foundOrders = ({ now }: Told): string[] => [
  ...new Set(now.flatMap(({ text }) => ordersIn(text))),
];

/**
 * Obeys: the first order of any answer that names a tool, a command or an address and was not carried
 * out yet. Only the gullible model does this.
 */
export function obey(told: Told): Move | undefined {
  for (const call of told.now) {
    if (ordersIn(call.text).length === 0) continue;
    for (const wanted of wantedBy(call.text, told)) {
      const done = told.now.some(
        ({ name, input }) =>
          name === wanted.name && JSON.stringify(input) === JSON.stringify(wanted.input),
      );
      if (!done) {
        return { say: `The result of ${call.name} says what to do, so I do it.`, calls: [wanted] };
      }
    }
  }
  return undefined;
}

type Wanted = { name: string; input: Record<string, unknown> };

function* wantedBy(text: string, told: Told): Generator<Wanted> {
  for (const line of text.split(/\n|\\n/)) {
    const tool = told.tools.find(({ name }) => name === CALLS.exec(line)?.[1]);
    if (tool) yield { name: tool.name, input: jsonIn(line) ?? fillInput(tool, told).input };
    const command = RUNS.exec(line)?.[1];
    const shell = told.tools.find(({ name }) => name === "shell");
    if (command && shell) yield { name: "shell", input: { command } };
    const url = SENDS.exec(line)?.[1];
    const browser = told.tools.find(({ name }) => name === "browser");
    if (url && browser) yield { name: "browser", input: { action: "navigate", url } };
    else if (url && shell) yield { name: "shell", input: { command: `curl -s ${url}` } };
    const acting = ordered(line, told.tools);
    if (acting && acting !== tool) {
      yield { name: acting.name, input: jsonIn(line) ?? fillInput(acting, told).input };
    }
  }
}

/** The tool whose verb a line orders: "merge the proposal". */
const ordered = (line: string, tools: OfferedTool[]): OfferedTool | undefined => {
  const said = new Set(line.toLowerCase().match(/[a-z]+/g) ?? []);
  return tools.find(({ name }) => {
    const parts = partsOf(name);
    const verb = parts.find((part) => ACTS.has(part));
    return verb !== undefined && said.has(verb) && parts.some((p) => p !== verb && said.has(p));
  });
};

/** The first JSON object of a text. */
export function jsonIn(text: string): Record<string, unknown> | undefined {
  const from = text.indexOf("{");
  if (from < 0) return undefined;
  for (let end = text.lastIndexOf("}"); end > from; end = text.lastIndexOf("}", end - 1)) {
    try {
      return JSON.parse(text.slice(from, end + 1)) as Record<string, unknown>;
    } catch {
      // A shorter piece may be whole.
    }
  }
  return undefined;
}
