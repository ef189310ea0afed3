import "server-only";
import type { EvictEntryInput } from "@/lib/prompt-cache/entry";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { findNamespace } from "../namespaces/find-namespace";
import { forgetEntry } from "./forget-entries";
import { redisProblem } from "./redis-problem";

/** Throws one stored answer away. @throws AppError not_found, upstream (Redis) */
export async function evictEntry({
  input: { namespace, entryId },
}: {
  ctx: Ctx;
  input: EvictEntryInput;
}): Promise<{ message: string }> {
  const gone = await forgetEntry(await findNamespace(namespace), entryId).catch((error) => {
    throw redisProblem(error, "The entry was not evicted");
  });
  if (!gone) throw new AppError("not_found", "This entry is not stored any more.");
  return { message: "Evicted; the next such question is asked anew." };
}
