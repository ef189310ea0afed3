import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { amiUpdates, db } from "@/server/db";
import type { UpdateStore } from "../contracts";
import { recordOfRow } from "./record-of-row";

type Way = Parameters<UpdateStore["open"]>[0];

const TRIES = 5;

/**
 * The undecided record of this way, made when there is none: the unique index decides between those
 * who come at once. A dry run always makes its own.
 */
export async function openUpdate(way: Way): Promise<UpdateRecord> {
  const keys = { fromKey: imageKey(way.from), toKey: imageKey(way.to) };
  // The other one may be decided between our insert and our look; then there is room for a new one.
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [made] = await db()
      .insert(amiUpdates)
      .values({ ...way, ...keys })
      .onConflictDoNothing({
        target: [amiUpdates.cluster, amiUpdates.nodeClass, amiUpdates.fromKey, amiUpdates.toKey],
        where: sql`not ${amiUpdates.dryRun} and ${amiUpdates.decision} is null`,
      })
      .returning();
    if (made) return recordOfRow(made);
    const [there] = await db()
      .select()
      .from(amiUpdates)
      .where(
        and(
          eq(amiUpdates.cluster, way.cluster),
          eq(amiUpdates.nodeClass, way.nodeClass),
          eq(amiUpdates.fromKey, keys.fromKey),
          eq(amiUpdates.toKey, keys.toKey),
          eq(amiUpdates.dryRun, false),
          isNull(amiUpdates.decision),
        ),
      );
    if (there) return recordOfRow(there);
  }
  throw new Error(`The update of ${way.cluster}/${way.nodeClass} changes too fast to be opened.`);
}
