import { formatCount } from "@/lib/platform/format";
import { type Invalidated, InvalidateInput } from "./entry";

/** Seconds of each unit an age is told in. */
export const AGE_UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type AgeUnit = keyof typeof AGE_UNITS;

/** What a person filled in; texts as they were typed. */
export interface InvalidateForm {
  namespace: string;
  what: "some" | "everything";
  model: string;
  age: string;
  unit: AgeUnit;
  pattern: string;
}

export const NOTHING_CHOSEN: InvalidateForm = {
  namespace: "",
  what: "some",
  model: "",
  age: "",
  unit: "hours",
  pattern: "",
};

/** The form as the action takes it, or why it cannot be sent yet. */
export function invalidateInput(
  form: InvalidateForm,
): { ok: true; value: InvalidateInput } | { ok: false; why: string } {
  const { namespace, what, model, age, unit } = form;
  if (!namespace) return { ok: false, why: "Choose a namespace." };
  if (what === "everything") return parsed({ namespace, everything: true });
  const seconds = age.trim() === "" ? undefined : Number(age.trim()) * AGE_UNITS[unit];
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 1))
    return { ok: false, why: "The age must be a number." };
  const pattern = form.pattern.trim();
  if (!model && seconds === undefined && !pattern)
    return { ok: false, why: "Say what is to be removed: a model, an age or a pattern." };
  return parsed({
    namespace,
    ...(model && { model }),
    ...(seconds !== undefined && { olderThanSeconds: seconds }),
    ...(pattern && { pattern }),
  });
}

function parsed(input: unknown): ReturnType<typeof invalidateInput> {
  const { success, data } = InvalidateInput.safeParse(input);
  return success ? { ok: true, value: data } : { ok: false, why: "A field is not understood." };
}

/** `Would remove 12 of 340 entries.` */
export const countedSentence = ({ matched, looked }: Invalidated): string =>
  matched === 0
    ? `None of ${formatCount(looked)} entries fits.`
    : `Would remove ${formatCount(matched)} of ${formatCount(looked)} ${looked === 1 ? "entry" : "entries"}.`;
