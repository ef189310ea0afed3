import type { Words } from "./words";

/** One reason why two near prompts may want different answers. */
export interface Guard {
  name: GuardName;
  /** One sentence about the difference, or undefined when this guard sees none. */
  differs(asked: Words, stored: Words): string | undefined;
}

export const GUARD_NAMES = [
  "personal",
  "time",
  "action",
  "language",
  "numbers",
  "units",
  "negation",
  "opposites",
  "direction",
  "question",
  "form",
  "code",
  "names",
] as const;
export type GuardName = (typeof GUARD_NAMES)[number];
