import type { Guard, GuardName } from "./guard";
import { joinedOf, onceFor, type Words } from "./words";

/** A guard against answers that must not be shared at all: one such prompt of the two is enough. */
export function whereApplies(
  name: GuardName,
  why: string,
  found: (words: Words, joined: string) => boolean,
): Guard {
  const applies = onceFor((words: Words) => found(words, joinedOf(words)));
  return {
    name,
    differs: (asked, stored) => (applies(asked) || applies(stored) ? why : undefined),
  };
}
