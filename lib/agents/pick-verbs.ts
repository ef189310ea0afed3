/** Picking verbs by hand, where `console.json` also takes globs: `release_*`. */
import { matchesName } from "./match-name";

/** Whether a verb is picked, by its name or by a glob. */
export const isPicked = (globs: readonly string[], verb: string): boolean =>
  globs.some((glob) => matchesName(glob, verb));

/** `release_retry_stage` → `release`. */
export const groupOfVerb = (verb: string): string => verb.split("_")[0] ?? verb;

/** With or without one verb. A glob that held it is replaced by the others that it held. */
export function pickVerb(
  globs: readonly string[],
  verb: string,
  on: boolean,
  all: readonly string[],
): string[] {
  if (on) return isPicked(globs, verb) ? [...globs] : [...globs, verb];
  return unique(
    globs.flatMap((glob) =>
      matchesName(glob, verb)
        ? all.filter((each) => each !== verb && glob !== each && matchesName(glob, each))
        : [glob],
    ),
  );
}

/** With or without all verbs of a group, those that come later too. */
export function pickGroup(
  globs: readonly string[],
  group: string,
  on: boolean,
  all: readonly string[],
): string[] {
  const whole = `${group}_*`;
  const inside = (verb: string) => matchesName(whole, verb);
  const rest = unique(
    globs.flatMap((glob) => {
      if (inside(glob)) return [];
      const held = all.filter((verb) => matchesName(glob, verb));
      return held.some(inside) ? held.filter((verb) => !inside(verb)) : [glob];
    }),
  );
  return on ? [...rest, whole] : rest;
}

const unique = (names: string[]): string[] => [...new Set(names)];
