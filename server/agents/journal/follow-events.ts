import "server-only";
import type { JournalEntry } from "@/lib/agents/events";
import { log } from "@/server/platform/log";
import type { Journal } from "../contracts";
import type { Announcements } from "./announcements";
import { readEvents } from "./read-events";

/** Without Redis this is how late a line may come; with it, how late one whose news was lost. */
const DEAF_MS = 250;
const LISTENING_MS = 5_000;
const PAGE = 500;
/** What may wait for a slow reader; beyond it, it is read again from its cursor. */
const KEPT = 256;

/**
 * Lines after the cursor as they come: told by other processes, and read where there is a gap. Each
 * once and in order, however slow the reader, however often Redis or PostgreSQL go away.
 */
export function followEvents(announcements: Announcements): Journal["follow"] {
  return async function* follow(sessionId, after, signal) {
    let cursor = after;
    let told: JournalEntry[] = [];
    let mayHaveMissed = true;
    let unread = false;
    let wake = () => {};
    const leave = announcements.listen(sessionId, (entries) => {
      if (!entries || told.length + entries.length > KEPT) {
        told = [];
        mayHaveMissed = true;
      } else told.push(...entries);
      wake();
    });
    const onAbort = () => wake();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      while (!signal.aborted) {
        const fresh = inOrder(told, cursor);
        told = [];
        if (fresh.length > 0 && isRun(cursor, fresh)) {
          cursor += fresh.length;
          yield fresh;
          continue;
        }
        if (fresh.length > 0 || mayHaveMissed) {
          mayHaveMissed = false;
          const page = await readEvents(sessionId, { after: cursor, limit: PAGE }).catch(
            (error) => {
              log().warn({ error, sessionId }, "a journal could not be read");
              return undefined;
            },
          );
          unread = !page;
          if (page && page.length > 0) {
            cursor = page.at(-1)?.seq ?? cursor;
            mayHaveMissed = true;
            yield page;
            continue;
          }
          if (page && told.length > 0) continue;
        }
        const patience = announcements.hears() && !unread ? LISTENING_MS : DEAF_MS;
        const woken = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(false), patience);
          wake = () => {
            clearTimeout(timer);
            resolve(true);
          };
          if (signal.aborted || told.length > 0 || mayHaveMissed) wake();
        });
        wake = () => {};
        if (!woken) mayHaveMissed = true;
      }
    } finally {
      leave();
      signal.removeEventListener("abort", onAbort);
    }
  };
}

const inOrder = (entries: JournalEntry[], cursor: number): JournalEntry[] => {
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  return [...bySeq.values()].filter(({ seq }) => seq > cursor).sort((a, b) => a.seq - b.seq);
};

/** They follow the cursor one by one. */
const isRun = (cursor: number, entries: JournalEntry[]): boolean =>
  entries.every(({ seq }, index) => seq === cursor + 1 + index);
