import "server-only";
import { isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";

/** One part of a pass: what fails is logged, and stops no other part. */
export async function settled<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    // Foreseen, so without a stack: while GitHub is away this is written at every pass.
    if (isAppError(error)) log().warn({ code: error.code, why: error.message }, what);
    else log().error({ error }, what);
    return undefined;
  }
}
