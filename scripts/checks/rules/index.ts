import { actions } from "./actions.ts";
import { environment } from "./environment.ts";
import { lateParts } from "./late-parts.ts";
import type { HouseRule } from "./rule.ts";
import { serverOnly } from "./server-only.ts";
import { length, names } from "./size-and-names.ts";
import { tests } from "./tests.ts";

/** All house rules: what neither the compiler, nor Biome, nor dependency-cruiser can see. */
export const HOUSE_RULES: HouseRule[] = [
  serverOnly,
  actions,
  environment,
  lateParts,
  length,
  names,
  tests,
];
