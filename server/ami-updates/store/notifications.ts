import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { amiNotifications, db, pool } from "@/server/db";
import type { Delivery, NotificationStore } from "../contracts";

type Row = typeof amiNotifications.$inferSelect;

const deliveryOf = (row: Row): Delivery => ({
  ...row.notice,
  id: row.id,
  channel: row.channel,
  state: row.state,
  attempts: row.attempts,
  lastError: row.lastError ?? undefined,
  createdAt: row.createdAt.toISOString(),
  sentAt: row.sentAt?.toISOString(),
});

export const notificationStore: NotificationStore = {
  async add(notice, channels) {
    if (channels.length === 0) return;
    const { updateId, kind } = notice;
    await db()
      .insert(amiNotifications)
      .values(channels.map((channel) => ({ updateId, kind, channel, notice })))
      .onConflictDoNothing();
  },

  async take(limit, leaseMs) {
    // Skipping what others hold, so that two who deliver at once share the work. The column keeps
    // milliseconds, rounded: held against a finer clock, what was just written would not be due yet.
    const { rows } = await pool().query<{ id: string }>(
      `update ami_notifications
          set due_at = now() + $2 * interval '1 millisecond', attempts = attempts + 1
        where id in (select id from ami_notifications
                      where state = 'pending' and due_at <= now()::timestamptz(3)
                      order by due_at limit $1 for update skip locked)
        returning id`,
      [limit, leaseMs],
    );
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const taken = await db()
      .select()
      .from(amiNotifications)
      .where(inArray(amiNotifications.id, ids));
    return taken.map(deliveryOf);
  },

  async settle(id, result) {
    const to = result.sent
      ? { state: "sent" as const, sentAt: sql`now()`, lastError: null }
      : {
          state: result.retryAt ? ("pending" as const) : ("failed" as const),
          lastError: result.error,
          ...(result.retryAt && { dueAt: result.retryAt }),
        };
    await db()
      .update(amiNotifications)
      .set(to)
      .where(and(eq(amiNotifications.id, id), eq(amiNotifications.state, "pending")));
  },

  async of(updateId) {
    const rows = await db()
      .select()
      .from(amiNotifications)
      .where(eq(amiNotifications.updateId, updateId))
      .orderBy(asc(amiNotifications.createdAt), asc(amiNotifications.channel));
    return rows.map(deliveryOf);
  },
};
