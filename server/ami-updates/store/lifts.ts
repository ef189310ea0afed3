import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { amiSkipLifts, db } from "@/server/db";
import type { UpdateStore } from "../contracts";

export const liftStore: UpdateStore["lifts"] = {
  async add({ cluster, nodeClass, image, by, reason, at }) {
    await db()
      .insert(amiSkipLifts)
      .values({ cluster, nodeClass, image, liftedBy: by, reason, liftedAt: new Date(at) });
  },
  async find(target, imageOrRelease) {
    const [row] = await db()
      .select()
      .from(amiSkipLifts)
      .where(
        and(
          eq(amiSkipLifts.cluster, target.cluster),
          eq(amiSkipLifts.nodeClass, target.nodeClass),
          eq(amiSkipLifts.image, imageOrRelease),
        ),
      )
      .orderBy(desc(amiSkipLifts.liftedAt))
      .limit(1);
    return (
      row && {
        cluster: row.cluster,
        nodeClass: row.nodeClass,
        image: row.image,
        by: row.liftedBy,
        reason: row.reason,
        at: row.liftedAt.toISOString(),
      }
    );
  },
};
