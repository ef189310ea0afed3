import { fillInput } from "../fill-input.ts";
import { looks, teller, wasCalled } from "../find-tool.ts";
import { answer, type Duty, type MadeCall, type OfferedTool, type Told } from "../model.ts";
import { tellData } from "../tell-data.ts";
import { overlap, partsOf, stems } from "../words.ts";

const MOST_CALLS = 4;
const DETAIL = 4;

/** Any other question: the looking tool that speaks most of it, with a detail of what the first one found. */
export const lookUp: Duty = (told) => {
  const good = told.now.filter(({ status }) => status !== "error");
  if (told.now.length >= MOST_CALLS) return told.now.length > 0 ? answer(tell(told)) : undefined;
  const next = choose(told);
  if (next) return next;
  return told.now.length > 0
    ? answer(tell({ ...told, now: good.length > 0 ? good : told.now }))
    : undefined;
};

function choose(told: Told) {
  const asked = stems(told.question);
  const [best] = told.tools
    .filter((tool) => looks(tool) && !told.now.some(({ name }) => name === tool.name))
    .map((tool) => ({ tool, score: score(tool, asked) + (isDetail(tool, told) ? DETAIL : 0) }))
    .sort((a, b) => b.score - a.score);
  // After a first answer only what fits clearly is looked at too.
  if (!best || best.score < (told.now.length > 0 ? 5 : 2)) return undefined;
  const { input, missing } = fillInput(best.tool, told);
  if (missing.length === 0) {
    return wasCalled(told, best.tool.name, input)
      ? undefined
      : { say: `I look with ${best.tool.name}.`, calls: [{ name: best.tool.name, input }] };
  }
  const before = teller(told, missing, best.tool.name);
  return before && { say: `I look up ${missing.join(" and ")} first.`, calls: [before] };
}

/** What is asked of one thing, that a list told of before, is in the tool that reads that one. */
function isDetail(tool: OfferedTool, told: Told): boolean {
  if (told.now.length === 0 || (tool.schema.required ?? []).length === 0) return false;
  const object = partsOf(tool.name).at(-1) ?? "";
  const singular = new RegExp(`\\b${object}\\b`, "i").test(told.question);
  return singular && fillInput(tool, told).missing.length === 0;
}

/** The area and the object of a tool's name count most, then its description. */
function score({ name, description }: OfferedTool, asked: Set<string>): number {
  const parts = partsOf(name);
  const named = overlap(stems(parts.join(" ")), asked);
  return named * 2 + Math.min(3, overlap(stems(description), asked));
}

const tell = ({ now }: Told): string => now.map(one).join("\n\n");

const one = (call: MadeCall): string =>
  call.status === "error"
    ? `${call.name} did not answer: ${call.text.trim()}`
    : `From ${call.name}:\n\n${tellData(call) || "nothing was found."}`;
