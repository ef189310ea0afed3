import "server-only";
import { eq, sql } from "drizzle-orm";
import { db, promptKeys } from "@/server/db";
import { now } from "@/server/platform/clock";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";

/** A minute is exact enough for "is it still used", and spares the database. */
const EVERY_MS = 60_000;

const noted = () => held("prompt-cache.noted-uses", () => new Map<string, number>());

/** Keeps when a key was last used, at most once a minute and process; nobody waits for it. */
export function noteUse(id: string): void {
  const at = now();
  const last = noted().get(id);
  if (last !== undefined && at.getTime() - last < EVERY_MS) return;
  noted().set(id, at.getTime());
  db()
    .update(promptKeys)
    .set({ lastUsedAt: sql`greatest(${promptKeys.lastUsedAt}, ${at.toISOString()}::timestamptz)` })
    .where(eq(promptKeys.id, id))
    .catch((error) => log().warn({ error }, "the last use of a key could not be kept"));
}
