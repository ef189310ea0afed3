import "server-only";
import { and, arrayContains, eq, isNull, sql } from "drizzle-orm";
import type { DeleteNamespaceInput } from "@/lib/prompt-cache/namespace";
import { databaseProblem, inTransaction, promptKeys, promptNamespaces } from "@/server/db";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { AppError, isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { tellDirectoryChanged } from "../directory";
import { forgetEntries } from "../entries/forget-entries";

/**
 * Deletes a namespace and throws away what it stored. Its labels stay: a person's word is a record.
 * @throws AppError conflict (keys reach it), not_found
 */
export async function deleteNamespace({
  ctx,
  input: { name },
}: {
  ctx: Ctx;
  input: DeleteNamespaceInput;
}): Promise<{ message: string }> {
  const gone = await inTransaction(async (tx) => {
    const keys = await tx.$count(
      promptKeys,
      and(isNull(promptKeys.revokedAt), arrayContains(promptKeys.namespaces, [name])),
    );
    if (keys > 0)
      throw new AppError(
        "conflict",
        `${keys === 1 ? "A key still reaches" : `${keys} keys still reach`} ${name}; revoke ${keys === 1 ? "it" : "them"} first.`,
      );
    const [row] = await tx
      .update(promptNamespaces)
      .set({
        deletedAt: now(),
        updatedAt: now(),
        updatedBy: ctx.person.email,
        generation: sql`${promptNamespaces.generation} + 1`,
      })
      .where(and(eq(promptNamespaces.name, name), isNull(promptNamespaces.deletedAt)))
      .returning({ generation: promptNamespaces.generation });
    if (!row) throw new AppError("not_found", `There is no namespace ${name}.`);
    return { generation: row.generation - 1 };
  }).catch((error) => {
    throw isAppError(error) ? error : databaseProblem(error, "Nothing was deleted");
  });
  await tellDirectoryChanged();
  // Its answers are out of reach already; what Redis still holds of them also expires by itself.
  await forgetEntries({ name, generation: gone.generation }, () => true).catch((error) =>
    log().warn({ error, namespace: name }, "entries of a deleted namespace stay until they expire"),
  );
  return { message: `Deleted ${name} and what it had stored.` };
}
