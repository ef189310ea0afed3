import { fillInput } from "./fill-input.ts";
import type { MadeCall, OfferedTool, Told } from "./model.ts";
import { overlap, partsOf, stems } from "./words.ts";

/** Verbs of tools that only look. */
const LOOKS = new Set(
  "read list get search find show describe explain look count fetch query check status recall echo whoami time view browse".split(
    " ",
  ),
);
/** Verbs of tools that change things, in the form in which people order them. */
export const ACTS = new Set(
  "retry roll rollback merge set evict start stop delete add create update continue close skip write send approve reject promote lift override revert remove put post publish terminate judge warm dismiss".split(
    " ",
  ),
);

export const looks = ({ name }: OfferedTool): boolean => {
  const parts = partsOf(name);
  return parts.some((part) => LOOKS.has(part)) && !parts.some((part) => ACTS.has(part));
};

export const acts = ({ name }: OfferedTool): boolean =>
  partsOf(name).some((part) => ACTS.has(part));

/** The first tool whose name fits. */
export const toolLike = ({ tools }: Told, form: RegExp): OfferedTool | undefined =>
  tools.find(({ name }) => form.test(name));

export const callsOf = (calls: MadeCall[], form: RegExp): MadeCall[] =>
  calls.filter(({ name }) => form.test(name));

/** Whether a tool was called since the question with these very arguments. */
export const wasCalled = ({ now }: Told, name: string, input: Record<string, unknown>): boolean =>
  now.some((call) => call.name === name && JSON.stringify(call.input) === JSON.stringify(input));

/** A tool that is told which thing is meant tells more; one that could be told and is not may refuse. */
function aim({ name, schema }: OfferedTool, input: Record<string, unknown>): number {
  if (Object.keys(input).length > 0) return 1;
  const couldBeTold = Object.keys(schema.properties ?? {}).length > 0;
  return couldBeTold && !partsOf(name).includes("list") ? -4 : 0;
}

/**
 * A tool that looks, can be called with what is known, was not called yet, and may tell what is
 * missing: the one whose name and description speak most of it.
 */
export function teller(
  told: Told,
  missing: string[],
  near: string,
): { name: string; input: Record<string, unknown> } | undefined {
  const wanted = new Set(missing.flatMap((name) => [...stems(name)]));
  const [area] = partsOf(near);
  const able = told.tools.filter(looks).flatMap((tool) => {
    const { input, missing: lacks } = fillInput(tool, told);
    if (lacks.length > 0 || wasCalled(told, tool.name, input)) return [];
    const sameArea = partsOf(tool.name)[0] === area;
    const score =
      overlap(wanted, stems(tool.name)) * 2 +
      overlap(wanted, stems(tool.description)) +
      (sameArea ? 2 : 0) +
      aim(tool, input);
    return sameArea || overlap(wanted, stems(tool.name)) > 0
      ? [{ name: tool.name, input, score }]
      : [];
  });
  const best = able.sort((a, b) => b.score - a.score)[0];
  return best && { name: best.name, input: best.input };
}
