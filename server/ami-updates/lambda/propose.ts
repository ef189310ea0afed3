import "server-only";
import { proposeUpdate } from "../propose/propose-update";
import { asStep } from "./as-step";
import { readUpdateId } from "./events";
import { partsOfFunction } from "./parts-of-function";

const parts = partsOfFunction();

/** `ami-updates-propose`: `{updateId}` → the pull request; a dry run has none. */
export const handler = (event: unknown) =>
  asStep(async () => {
    const { pull } = await proposeUpdate(parts, readUpdateId(event));
    return { ...(pull && { pull }) };
  });
