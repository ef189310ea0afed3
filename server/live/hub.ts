import "server-only";
import type { Snapshot, Topic } from "@/lib/live/model";
import { held } from "@/server/platform/held";
import { redis, redisConnection } from "@/server/redis";
import type { LiveMessage } from "./message";
import { covers, findTopic, tellWakeListeners } from "./registry";
import { channel, processId, WAKE_CHANNEL } from "./shared-state";
import { Watcher } from "./watcher";

/** A viewer that leaves often comes back at once (a click from page to page). */
const LINGER_MS = 4_000;

type Subscriber = ReturnType<typeof redisConnection>;

interface Watched {
  watcher: Watcher;
  listeners: Set<(message: LiveMessage) => void>;
  linger?: NodeJS.Timeout;
}

/** This process's watchers and who listens to them; one connection to Redis hears for all. */
export class Hub {
  readonly #watched = new Map<Topic, Watched>();
  readonly #onActivity = new Set<(viewers: number) => void>();
  #subscriber: Subscriber | undefined;

  get viewers(): number {
    let count = 0;
    for (const { listeners } of this.#watched.values()) count += listeners.size;
    return count;
  }

  get watchers(): { topic: Topic; role: string; viewers: number }[] {
    return [...this.#watched].map(([topic, { watcher, listeners }]) => ({
      topic,
      role: watcher.role,
      viewers: listeners.size,
    }));
  }

  /** Told with the number of viewers whenever it changes. */
  onActivity(listener: (viewers: number) => void): void {
    this.#onActivity.add(listener);
  }

  /** What this process knows, while it watches. */
  current(topic: Topic): { snapshot?: Snapshot; problem?: Snapshot["problem"] } | undefined {
    return this.#watched.get(topic)?.watcher.current();
  }

  /** Hears all messages of a registered topic until the returned function is called. */
  subscribe(topic: Topic, listener: (message: LiveMessage) => void): () => void {
    const entry = this.#watched.get(topic) ?? this.#watch(topic);
    clearTimeout(entry.linger);
    entry.listeners.add(listener);
    this.#tellActivity();
    return () => {
      if (!entry.listeners.delete(listener)) return;
      this.#tellActivity();
      if (entry.listeners.size > 0) return;
      entry.linger = setTimeout(() => this.#unwatch(topic, entry), LINGER_MS);
    };
  }

  /** Tells every process that these may have changed; whoever watches one looks at once. */
  wake(topics: Topic[]): void {
    if (topics.length === 0) return;
    this.#hearWake(topics);
    redis()
      .publish(WAKE_CHANNEL, JSON.stringify({ from: processId(), topics }))
      .catch(() => undefined);
  }

  /** Ends all watches, giving the leases back. */
  async close(): Promise<void> {
    const entries = [...this.#watched.values()];
    this.#watched.clear();
    for (const entry of entries) clearTimeout(entry.linger);
    await Promise.all(entries.map((entry) => entry.watcher.stop()));
    this.#subscriber?.disconnect();
    this.#subscriber = undefined;
  }

  #watch(topic: Topic): Watched {
    const found = findTopic(topic);
    if (!found) throw new Error(`No such topic: ${topic}`);
    const listeners: Watched["listeners"] = new Set();
    const watcher = new Watcher(topic, found, (message) => {
      for (const listener of listeners) listener(message);
    });
    const entry: Watched = { watcher, listeners };
    this.#watched.set(topic, entry);
    this.#listen()
      .subscribe(channel(topic))
      .then(() => watcher.heardFromNow())
      .catch(() => undefined);
    void watcher.start();
    return entry;
  }

  #unwatch(topic: Topic, entry: Watched): void {
    if (entry.listeners.size > 0 || this.#watched.get(topic) !== entry) return;
    this.#watched.delete(topic);
    this.#subscriber?.unsubscribe(channel(topic)).catch(() => undefined);
    void entry.watcher.stop();
  }

  #tellActivity(): void {
    const viewers = this.viewers;
    for (const listener of this.#onActivity) listener(viewers);
  }

  #hearWake(topics: Topic[]): void {
    tellWakeListeners(topics);
    for (const [topic, { watcher }] of this.#watched) {
      if (topics.some((woken) => covers(woken, topic))) watcher.wake();
    }
  }

  #listen(): Subscriber {
    if (this.#subscriber) return this.#subscriber;
    const subscriber = redisConnection("live");
    this.#subscriber = subscriber;
    subscriber.subscribe(WAKE_CHANNEL).catch(() => undefined);
    subscriber.on("ready", () => {
      for (const { watcher } of this.#watched.values()) void watcher.recheck();
    });
    subscriber.on("message", (from: string, text: string) => this.#hear(from, text));
    return subscriber;
  }

  #hear(from: string, text: string): void {
    const note = JSON.parse(text) as {
      from: string;
      topics?: Topic[];
      message?: LiveMessage;
      free?: boolean;
    };
    if (note.from === processId()) return;
    if (from === WAKE_CHANNEL) {
      this.#hearWake(note.topics ?? []);
      return;
    }
    const watcher = this.#watched.get(from.slice("live:".length))?.watcher;
    if (note.message) watcher?.hear(note.message);
    else if (note.free) void watcher?.recheck();
  }
}

export const hub = (): Hub => held("live.hub", () => new Hub());

/** For verbs: what they changed should be seen at once, by everybody. */
export const wakeTopics = (topics: Topic[]): void => hub().wake(topics);
