import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { RevokeKeyInput } from "@/lib/prompt-cache/key";
import { databaseProblem, db, promptKeys } from "@/server/db";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { tellDirectoryChanged } from "../directory";

/**
 * Ends a key. Every process refuses it at once where Redis passes the word on, and within 2 s anyway.
 * @throws AppError not_found, conflict (somebody revoked it before)
 */
export async function revokeKey({
  ctx,
  input: { id },
}: {
  ctx: Ctx;
  input: RevokeKeyInput;
}): Promise<{ message: string }> {
  const [revoked] = await db()
    .update(promptKeys)
    .set({ revokedAt: now(), revokedBy: ctx.person.email })
    .where(and(eq(promptKeys.id, id), isNull(promptKeys.revokedAt)))
    .returning({ name: promptKeys.name })
    .catch((error) => {
      throw databaseProblem(error, "The key was not revoked");
    });
  if (!revoked) throw await whyNot(id);
  await tellDirectoryChanged();
  return { message: `Revoked ${revoked.name}.` };
}

async function whyNot(id: string): Promise<AppError> {
  const [known] = await db()
    .select({ revokedBy: promptKeys.revokedBy })
    .from(promptKeys)
    .where(eq(promptKeys.id, id));
  if (!known) return new AppError("not_found", "There is no such key.");
  return new AppError("conflict", `${known.revokedBy} revoked this key before you.`);
}
