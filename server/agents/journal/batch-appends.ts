import "server-only";
import type { JournalEntry, JournalEvent } from "@/lib/agents/events";
import { now } from "@/server/platform/clock";
import type { NewLine } from "./append-events";

const BATCH_MS = 40;

interface Waiting {
  runId: string | undefined;
  lines: NewLine[];
  resolve(entries: JournalEntry[]): void;
  reject(error: unknown): void;
}

type Write = (sessionId: string, lines: NewLine[]) => Promise<JournalEntry[]>;

/**
 * Appends of a session in the order of the calls, one statement at a time. Pieces of text come at once
 * when nothing came for 40 ms, else together; anything else goes out at once, with what waits before it.
 */
export function batchAppends(write: Write) {
  const writers = new Map<string, Writer>();
  return (sessionId: string, events: JournalEvent[], runId?: string): Promise<JournalEntry[]> => {
    if (events.length === 0) return Promise.resolve([]);
    let writer = writers.get(sessionId);
    if (!writer) {
      writer = new Writer(
        (lines) => write(sessionId, lines),
        () => writers.delete(sessionId),
      );
      writers.set(sessionId, writer);
    }
    return writer.append(events, runId);
  };
}

class Writer {
  readonly #write: (lines: NewLine[]) => Promise<JournalEntry[]>;
  readonly #gone: () => void;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing = false;
  #urgent = false;
  #lastAt = Number.NEGATIVE_INFINITY;
  /** Runs that lost lines, and by what: nothing may stand behind a gap. */
  readonly #lost = new Map<string | undefined, unknown>();

  constructor(write: (lines: NewLine[]) => Promise<JournalEntry[]>, gone: () => void) {
    this.#write = write;
    this.#gone = gone;
  }

  append(events: JournalEvent[], runId?: string): Promise<JournalEntry[]> {
    if (events.some(isBeginning)) this.#lost.delete(runId);
    if (this.#lost.has(runId)) return Promise.reject(this.#lost.get(runId));
    const at = now();
    const lines = events.map((event) => ({ at, ...(runId && { runId }), event }));
    const written = new Promise<JournalEntry[]>((resolve, reject) => {
      this.#waiting.push({ runId, lines, resolve, reject });
      this.#urgent ||= !events.every(isPiece);
      this.#schedule();
    });
    // Who does not wait for a piece hears of its loss with the next append.
    written.catch(() => undefined);
    return written;
  }

  #schedule(): void {
    if (this.#writing) return;
    clearTimeout(this.#timer);
    const wait = this.#urgent ? 0 : this.#lastAt + BATCH_MS - performance.now();
    if (wait <= 0) void this.#flush();
    else this.#timer = setTimeout(() => void this.#flush(), wait);
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    if (batch.length === 0) {
      if (this.#lost.size === 0) this.#gone();
      return;
    }
    this.#waiting = [];
    this.#urgent = false;
    this.#writing = true;
    this.#lastAt = performance.now();
    try {
      const entries = await this.#write(batch.flatMap(({ lines }) => lines));
      let from = 0;
      for (const { lines, resolve } of batch) {
        resolve(entries.slice(from, from + lines.length));
        from += lines.length;
      }
    } catch (error) {
      // What came after it would stand without what came before it.
      const behind = this.#waiting;
      this.#waiting = [];
      this.#urgent = false;
      for (const { runId, reject } of [...batch, ...behind]) {
        this.#lost.set(runId, error);
        reject(error);
      }
    } finally {
      this.#writing = false;
    }
    if (this.#waiting.length > 0) return this.#schedule();
    // Kept until the window is over: the next piece is no first one.
    this.#timer = setTimeout(() => void this.#flush(), BATCH_MS);
  }
}

/** A run or a command that begins, or goes on from what the journal has. */
const isBeginning = (event: JournalEvent): boolean =>
  ("x_run" in event && event.x_run.phase !== "ended") ||
  ("x_command" in event && event.x_command.phase === "started");

/** Live text, of which the next piece comes in a moment. */
const isPiece = (event: JournalEvent): boolean =>
  "contentBlockDelta" in event ||
  ("x_tool" in event && event.x_tool.phase === "output") ||
  ("x_command" in event && event.x_command.phase === "output");
