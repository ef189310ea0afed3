import "server-only";
import type { Journal } from "../contracts";
import { type Announcements, redisAnnouncements } from "./announcements";
import { appendEvents } from "./append-events";
import { batchAppends } from "./batch-appends";
import { followEvents } from "./follow-events";
import { readEvents } from "./read-events";

/** A journal of a run: see `owner` of `appendEvents`. */
export type JournalOf = (owner: string) => Journal;

/**
 * The journals in PostgreSQL. Appends of pieces of text need not be awaited one by one: they keep
 * their order, and an append that is awaited later is durable only with all before it.
 */
export function sessionJournal(
  announcements: Announcements = redisAnnouncements(),
  owner?: string,
): Journal {
  const append = batchAppends(async (sessionId, lines) => {
    const entries = await appendEvents(sessionId, lines, owner);
    announcements.announce(sessionId, entries);
    return entries;
  });
  return { append, read: readEvents, follow: followEvents(announcements) };
}
