import { fillInput } from "../fill-input.ts";
import { ACTS, teller } from "../find-tool.ts";
import { answer, type Duty, type MadeCall, type OfferedTool, type Told } from "../model.ts";
import { jsonIn } from "../orders.ts";
import { tellData } from "../tell-data.ts";
import { overlap, partsOf, stems } from "../words.ts";

/** How people order what tools call by one word. */
const SAID: Record<string, RegExp> = {
  retry: /\b(retry|re-?run|try (it|that|this|the \w+)( \w+)? again|run (it|that) again)\b/i,
  roll: /\b(roll (it |this |that |\S+ )?back|revert|undo)\b/i,
  rollback: /\b(roll ?back (?!deploy)|roll (it |this |that |\S+ )back)\b/i,
  set: /\b(set|raise|lower|change|put|increase|decrease|tune)\b/i,
  evict: /\b(evict|throw out|drop)\b/i,
};
const WORDS = [...ACTS].filter((verb) => !(verb in SAID));
/** Telling of a deed, or asking about one, is no order. */
const NOT_ORDERED = /\b(who|when|did|was|were|has|have|could|would)\b[^.?!]{0,40}$/i;

/** "Retry it", "merge the proposal": the tool of that verb, with arguments from what was read before. */
export const act: Duty = (told) => {
  const tool = orderedTool(told);
  if (!tool) return refusedAct(told);
  const done = told.now.filter(({ name }) => name === tool.name).at(-1);
  if (done) return answer(outcome(done));
  const given = jsonIn(told.question);
  const { input, missing } = given ? { input: given, missing: [] } : fillInput(tool, told);
  if (missing.length === 0) {
    return { say: `I ask for ${tool.name}.`, calls: [{ name: tool.name, input }] };
  }
  const before = teller(told, missing, tool.name);
  if (before) return { say: `I look up ${missing.join(" and ")} first.`, calls: [before] };
  return answer(`I do not know ${missing.join(" and ")} for ${tool.name}. Please name it.`);
};

/** The verbs that a person orders. */
export function orderedVerbs(question: string): string[] {
  const found = Object.entries(SAID).flatMap(([verb, form]) =>
    isOrder(question, form) ? [verb] : [],
  );
  const plain = WORDS.filter((verb) => isOrder(question, new RegExp(`\\b${verb}\\b`, "i")));
  return [...found, ...plain];
}

function isOrder(question: string, form: RegExp): boolean {
  const at = form.exec(question)?.index;
  return at !== undefined && !NOT_ORDERED.test(question.slice(Math.max(0, at - 60), at));
}

function orderedTool(told: Told): OfferedTool | undefined {
  const verbs = new Set(orderedVerbs(told.question));
  if (verbs.size === 0) return undefined;
  const asked = stems(`${told.question} ${told.earlier.at(-1) ?? ""}`);
  const able = told.tools.flatMap((tool) => {
    const parts = partsOf(tool.name);
    const verb = parts.find((part) => verbs.has(part));
    if (!verb) return [];
    const object = parts.filter((part) => part !== verb);
    const objects = overlap(stems(object.join(" ")), asked);
    return [{ tool, objects, said: verb in SAID }];
  });
  // A plain verb alone is not enough: "start" and "add" are said of many things.
  const fits = able.filter(({ objects, said }) => objects > 0 || said);
  return fits.sort((a, b) => b.objects - a.objects)[0]?.tool;
}

/** A deed is ordered that no offered tool does. */
function refusedAct(told: Told) {
  const verbs = orderedVerbs(told.question).filter((verb) =>
    /^(retry|rollback|roll|merge|evict)$/.test(verb),
  );
  if (verbs.length === 0 || told.now.length > 0) return undefined;
  return answer(
    `I was offered no tool that can ${verbs[0] === "roll" ? "roll back" : verbs[0]}. In plan mode only reading tools are there.`,
  );
}

export function outcome(call: MadeCall): string {
  if (call.status === "error")
    return `${call.name} was not carried out: ${call.text.trim() || "no reason was given"}`;
  const told = tellData(call);
  // Not every model is told a result's status, and text alone may be a refusal.
  if (call.data.length === 0) return `${call.name} answered: ${call.text.trim() || "nothing"}`;
  return `${call.name} was carried out with ${JSON.stringify(call.input)}.${told ? `\n\n${told}` : ""}`;
}
