import "server-only";
import { desc } from "drizzle-orm";
import type { KeyRow } from "@/lib/prompt-cache/key";
import { databaseProblem, db, promptKeys } from "@/server/db";
import type { Ctx } from "@/server/platform/ctx";

/** Every key, newest first, revoked ones included; nothing of their secrets. At most 2,000. */
export async function readKeys({ ctx: _ctx }: { ctx: Ctx }): Promise<KeyRow[]> {
  const rows = await db()
    .select({
      id: promptKeys.id,
      name: promptKeys.name,
      kind: promptKeys.kind,
      hint: promptKeys.hint,
      namespaces: promptKeys.namespaces,
      ratePerMinute: promptKeys.ratePerMinute,
      createdAt: promptKeys.createdAt,
      createdBy: promptKeys.createdBy,
      lastUsedAt: promptKeys.lastUsedAt,
      revokedAt: promptKeys.revokedAt,
    })
    .from(promptKeys)
    .orderBy(desc(promptKeys.createdAt))
    .limit(2_000)
    .catch((error) => {
      throw databaseProblem(error);
    });
  return rows.map(({ createdAt, lastUsedAt, revokedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
  }));
}
