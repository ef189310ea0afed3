import { action } from "./action";
import { code } from "./code";
import { direction } from "./direction";
import { form } from "./form";
import type { Guard, GuardName } from "./guard";
import { language } from "./language";
import { names } from "./names";
import { negation } from "./negation";
import { numbers } from "./numbers";
import { opposites } from "./opposites";
import { personal } from "./personal";
import { question } from "./question";
import { time } from "./time";
import { units } from "./units";
import { wordsOf } from "./words";

/** Cheap and certain ones first: the first that sees a difference is the one that is told. */
const GUARDS: readonly Guard[] = [
  personal,
  time,
  action,
  language,
  numbers,
  units,
  negation,
  opposites,
  direction,
  question,
  form,
  code,
  names,
];

export type GuardVerdict = { allowed: true } | { allowed: false; guard: GuardName; why: string };

/** More than this is not compared word by word: such prompts must be equal to share an answer. */
const MAX_LENGTH = 8_000;

/**
 * Whether the stored prompt's answer may stand for the one now asked, as far as words can tell.
 * Similarity alone is not safe: `enable MFA` and `disable MFA` stand close. Pure, about a
 * twentieth of a millisecond for two prompts never seen before.
 */
export function guardPair(asked: string, stored: string): GuardVerdict {
  if (asked.length > MAX_LENGTH || stored.length > MAX_LENGTH)
    return {
      allowed: false,
      guard: "form",
      why: "Prompts this long are only served when they are equal.",
    };
  const one = wordsOf(asked);
  const other = wordsOf(stored);
  for (const guard of GUARDS) {
    const why = guard.differs(one, other);
    if (why) return { allowed: false, guard: guard.name, why };
  }
  return { allowed: true };
}
