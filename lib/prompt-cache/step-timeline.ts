import type { Step } from "./outcome";
import type { RequestTrace } from "./trace";

export const STEP_TEXT: Record<Step, string> = {
  exact: "Exact look-up",
  embed: "Embedding",
  semantic: "Similar look-up",
  judge: "Judge",
  compression: "Compression",
  bedrock: "Bedrock",
  write_back: "Write-back",
};

/** One bar of the waterfall; `from` and `size` are shares of the whole, 0 to 1. */
export interface TimelineBar {
  key: string;
  label: string;
  ms: number;
  from: number;
  size: number;
  /** After the answer was on its way: nobody waited for it. */
  behind: boolean;
}

/** Time between steps that is worth a bar of its own. */
const REST_SHARE = 0.02;

/**
 * The steps one after the other, as they happened. The trace keeps how long each took; what is left
 * of the total is the console's own work, and stands at the end of what the caller waited for.
 */
export function stepTimeline({ steps, totalMs }: Pick<RequestTrace, "steps" | "totalMs">): {
  bars: TimelineBar[];
  totalMs: number;
} {
  const waited = steps.filter(({ step }) => step !== "write_back");
  const behind = steps.filter(({ step }) => step === "write_back");
  const sum = (of: typeof steps) => of.reduce((all, { ms }) => all + ms, 0);
  const rest = totalMs - sum(waited);
  const answered = Math.max(totalMs, sum(waited));
  const whole = answered + sum(behind) || 1;
  const bars: TimelineBar[] = [];
  let at = 0;
  const push = (key: string, label: string, ms: number, late: boolean) => {
    bars.push({ key, label, ms, from: at / whole, size: ms / whole, behind: late });
    at += ms;
  };
  for (const [n, { step, ms }] of waited.entries())
    push(`${n} ${step}`, STEP_TEXT[step], ms, false);
  if (rest > totalMs * REST_SHARE) push("rest", "In between", rest, false);
  at = answered;
  for (const [n, { step, ms }] of behind.entries()) push(`behind ${n}`, STEP_TEXT[step], ms, true);
  return { bars, totalMs: answered };
}
