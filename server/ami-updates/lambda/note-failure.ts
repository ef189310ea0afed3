import "server-only";
import type { AmiParts } from "../contracts";
import type { Failure } from "./events";

/**
 * Writes into the record why its run failed for good. A step that could say so itself has said it
 * already, in better words; this is for functions that were cut off.
 */
export async function noteFailure(
  { store }: Pick<AmiParts, "store">,
  { run, updateId, problem }: Failure,
): Promise<{ noted: boolean }> {
  const record = updateId ? await store.byId(updateId) : await store.latest(run, run.to);
  if (!record || record.problem || record.decision) return { noted: false };
  await store.saveProblem(record.id, sentenceOf(problem));
  return { noted: true };
}

/** Lambda gives a function's error as JSON in the cause. */
function sentenceOf({ Error: name, Cause = "" }: Failure["problem"]): string {
  const said = messageIn(Cause);
  const timedOut = name === "Sandbox.Timedout" || name === "States.Timeout";
  if (timedOut) return "A step of the workflow took too long and was ended.";
  return said && /^(Hopeless|Passing)Error$/.test(name)
    ? said
    : `A step of the workflow failed (${name}).`;
}

function messageIn(cause: string): string | undefined {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === "string" && errorMessage !== "" ? errorMessage : undefined;
  } catch {
    return undefined;
  }
}
