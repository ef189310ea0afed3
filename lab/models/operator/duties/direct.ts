import { fillInput } from "../fill-input.ts";
import { answer, type Duty, type MadeCall, type Told } from "../model.ts";
import { jsonIn } from "../orders.ts";
import { tellData } from "../tell-data.ts";

type Wanted = { name: string; input: Record<string, unknown> };

/**
 * What a person orders word by word: "call `notes_add` with {"text": "a"} and `notes_list`" (all in one
 * message), "run `ls`", "remember that …", "count to 300". Done once, then told.
 */
export const direct: Duty = (told) => {
  const wanted = [...named(told), ...(ran(told) ?? []), ...(remembered(told) ?? [])];
  if (wanted.length === 0) return counted(told);
  if (told.now.length === 0) return { say: saying(wanted), calls: wanted };
  return answer(told.now.map(said).join("\n\n"));
};

const saying = (wanted: Wanted[]): string =>
  `As you say: ${wanted.map(({ name }) => name).join(", ")}.`;

const said = (call: MadeCall): string =>
  call.status === "error"
    ? `${call.name} did not go through: ${call.text.trim()}`
    : `${call.name} answered:\n\n${tellData(call) || "nothing"}`;

/** Tools that the question names with "call" or "use" before it. */
function named(told: Told): Wanted[] {
  const { question, tools } = told;
  if (!/\b(call|use|invoke)\b/i.test(question)) return [];
  const found = tools
    .flatMap((tool) => {
      const match = new RegExp(`(?<![\\w-])${tool.name}(?![\\w-])`).exec(question);
      return match ? [{ tool, at: match.index }] : [];
    })
    .sort((a, b) => a.at - b.at);
  return found.flatMap(({ tool, at }, index) => {
    const rest = question.slice(at + tool.name.length, found[index + 1]?.at);
    const given = jsonIn(rest);
    const plain = tool.name.length > 5 || given || /`/.test(question[at - 1] ?? "");
    return plain ? [{ name: tool.name, input: given ?? fillInput(tool, told).input }] : [];
  });
}

function ran({ question, tools }: Told): Wanted[] | undefined {
  const command = /\b(?:run|execute)\b[^`]{0,40}`([^`]+)`/i.exec(question)?.[1];
  if (!command) return undefined;
  const python = /\bpython\b/i.test(question) && tools.find(({ name }) => /code/.test(name));
  if (python) return [{ name: python.name, input: { code: command } }];
  const shell = tools.find(({ name }) => /shell|bash/.test(name));
  return shell ? [{ name: shell.name, input: { command } }] : undefined;
}

function remembered({ question, tools }: Told): Wanted[] | undefined {
  const text = /^\s*(?:please\s+)?remember\b(?:\s+that)?[:,]?\s+([\s\S]+)/i.exec(question)?.[1];
  const tool = tools.find(({ name }) => name === "remember");
  if (!text || !tool) return undefined;
  const [argument = "text"] = tool.schema.required ?? Object.keys(tool.schema.properties ?? {});
  return [{ name: tool.name, input: { [argument]: text.trim() } }];
}

const MOST_NUMBERS = 5_000;
/** A long answer on demand: for limits and for stopping in the middle. */
function counted({ question }: Told) {
  const to = Number(/\bcount (?:up )?to (\d{1,4})\b/i.exec(question)?.[1]);
  if (!to) return undefined;
  const numbers = Array.from({ length: Math.min(to, MOST_NUMBERS) }, (_, at) => at + 1);
  return answer(numbers.join(" "));
}
