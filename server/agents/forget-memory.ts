import "server-only";
import type { ForgetMemoryInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleEngine } from "./console-parts";

/** Deletes what an agent remembers of one's own. @throws AppError not_found */
export async function forgetMemory({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ForgetMemoryInput;
}): Promise<{ message: string }> {
  const forgotten = await consoleEngine().parts.memories.forget(input.memoryId, ctx.person.id);
  if (!forgotten) throw new AppError("not_found", "There is nothing of yours to forget there.");
  return { message: "Forgotten." };
}
