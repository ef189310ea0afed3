import "server-only";
import type { Span } from "@/lib/agents/trace";
import { log } from "@/server/platform/log";
import type { SpanStore } from "../contracts";

/** Spans that wait to be kept; more are dropped, the oldest first. */
const MOST_WAITING = 5_000;
const BATCH = 200;
const SOON_MS = 300;
const AGAIN_MS = 5_000;

/** Writes spans in batches, soon after they end. A database that is away costs spans, never a run. */
export class SpanKeeper {
  readonly #store: SpanStore;
  #waiting: Span[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #dropped = 0;

  constructor(store: SpanStore) {
    this.#store = store;
  }

  add(span: Span): void {
    this.#waiting.push(span);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#later(SOON_MS);
  }

  /** Resolves when what waited is kept, or could not be. Never throws. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Whoever flushes meanwhile waits for the same writer, which goes on until nothing waits.
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#waiting.length > 0) this.#later(AGAIN_MS);
    });
    await this.#writing;
  }

  #later(ms: number): void {
    if (this.#timer || this.#writing) return;
    this.#timer = setTimeout(() => void this.flush(), ms);
    this.#timer.unref();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      try {
        await this.#store.add(batch);
      } catch (error) {
        log().warn({ error, waiting: this.#waiting.length }, "spans of agents cannot be kept");
        return;
      }
      const kept = new Set(batch);
      this.#waiting = this.#waiting.filter((span) => !kept.has(span));
    }
    if (this.#dropped > 0) log().warn({ dropped: this.#dropped }, "spans of agents were dropped");
    this.#dropped = 0;
  }
}
