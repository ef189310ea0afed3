import "server-only";
import { randomUUID } from "node:crypto";
import type { JournalEntry } from "@/lib/agents/events";
import { held } from "@/server/platform/held";
import { redis, redisConnection } from "@/server/redis";

/** What followers are told: lines, or with `undefined` only that there may be some. */
type Listener = (entries: JournalEntry[] | undefined) => void;

/** How processes tell each other of new lines. They may be lost; followers also look by themselves. */
export interface Announcements {
  announce(sessionId: string, entries: JournalEntry[]): void;
  /** Hears of a session's lines until the returned function is called. */
  listen(sessionId: string, listener: Listener): () => void;
  /** False while news of other processes cannot come. */
  hears(): boolean;
}

/** More than this is read from PostgreSQL by whoever wants it. */
const SENT_CHARACTERS = 64_000;
const PREFIX = "agents:journal:";

class Listeners {
  readonly #of = new Map<string, Set<Listener>>();

  add(sessionId: string, listener: Listener): boolean {
    const known = this.#of.get(sessionId);
    if (known) known.add(listener);
    else this.#of.set(sessionId, new Set([listener]));
    return !known;
  }

  remove(sessionId: string, listener: Listener): boolean {
    const known = this.#of.get(sessionId);
    known?.delete(listener);
    return known?.size === 0 && this.#of.delete(sessionId);
  }

  tell(sessionId: string, entries: JournalEntry[] | undefined): void {
    for (const listener of this.#of.get(sessionId) ?? []) listener(entries);
  }

  tellAll(): void {
    for (const sessionId of this.#of.keys()) this.tell(sessionId, undefined);
  }
}

/** Within one process: for a runtime without Redis. */
export function localAnnouncements(): Announcements {
  const listeners = new Listeners();
  return {
    announce: (sessionId, entries) => listeners.tell(sessionId, entries),
    listen: (sessionId, listener) => {
      listeners.add(sessionId, listener);
      return () => void listeners.remove(sessionId, listener);
    },
    hears: () => true,
  };
}

/** Over Redis, one connection for all followers of the process; within the process without it. */
export const redisAnnouncements = (): Announcements =>
  held("agents.announcements", () => new OverRedis());

class OverRedis implements Announcements {
  readonly #listeners = new Listeners();
  /** So that what was told here is not told again by Redis. */
  readonly #own = randomUUID();
  #subscriber: ReturnType<typeof redisConnection> | undefined;

  announce(sessionId: string, entries: JournalEntry[]): void {
    this.#listeners.tell(sessionId, entries);
    const json = JSON.stringify(entries);
    const note = json.length > SENT_CHARACTERS ? "" : json;
    redis()
      .publish(PREFIX + sessionId, this.#own + note)
      .catch(() => undefined);
  }

  listen(sessionId: string, listener: Listener): () => void {
    const first = this.#listeners.add(sessionId, listener);
    // What came before the subscription stood is not told: then there is a look.
    if (first)
      this.#connected()
        .subscribe(PREFIX + sessionId)
        .then(
          () => this.#listeners.tell(sessionId, undefined),
          () => undefined,
        );
    return () => {
      if (!this.#listeners.remove(sessionId, listener)) return;
      this.#subscriber?.unsubscribe(PREFIX + sessionId).catch(() => undefined);
    };
  }

  hears(): boolean {
    return this.#subscriber?.status === "ready";
  }

  #connected(): ReturnType<typeof redisConnection> {
    if (this.#subscriber) return this.#subscriber;
    const subscriber = redisConnection("agent-journals");
    const own = this.#own;
    subscriber.on("message", (channel: string, message: string) => {
      if (message.startsWith(own)) return;
      const note = message.slice(own.length);
      const entries = note ? (JSON.parse(note) as JournalEntry[]) : undefined;
      this.#listeners.tell(channel.slice(PREFIX.length), entries);
    });
    // News of the time without a connection are lost.
    subscriber.on("ready", () => this.#listeners.tellAll());
    subscriber.on("close", () => this.#listeners.tellAll());
    this.#subscriber = subscriber;
    return subscriber;
  }
}
