import "server-only";
import { analyseUpdate } from "../analyse-update";
import { asStep } from "./as-step";
import { readRun } from "./events";
import { partsOfFunction } from "./parts-of-function";

/** It reads notes; on GitHub it may write nothing. */
const parts = partsOfFunction({ readOnly: true });

/** `ami-updates-analyse`: a run → `{updateId, next}`. */
export const handler = (event: unknown) => asStep(async () => analyseUpdate(parts, readRun(event)));
