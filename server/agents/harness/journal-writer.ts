import "server-only";
import type { JournalEvent } from "@/lib/agents/events";
import type { Journal } from "../contracts";
import { isPiece, joinPieces } from "./join-pieces";

/**
 * A run's way into the journal. Nothing waits for pieces of text: while some are being written, those
 * that come are gathered. Before anything has an effect `flush` says that all before it is durable.
 */
export class JournalWriter {
  private last: Promise<unknown> = Promise.resolve();
  private failure: { error: unknown } | undefined;
  private silent = false;
  /** Pieces that came while others were being written. */
  private gathered: JournalEvent[] = [];
  private pieceUnderWay = false;
  private readonly journal: Pick<Journal, "append">;
  private readonly sessionId: string;
  private readonly runId: string;
  private readonly onFailure: (error: unknown) => void;

  /** @param onFailure once, when the journal refuses: nothing may happen any more */
  constructor(
    journal: Pick<Journal, "append">,
    run: { sessionId: string; runId: string },
    onFailure: (error: unknown) => void,
  ) {
    this.journal = journal;
    this.sessionId = run.sessionId;
    this.runId = run.runId;
    this.onFailure = onFailure;
  }

  write(...events: JournalEvent[]): void {
    if (this.silent || this.failure || events.length === 0) return;
    if (events.every(isPiece)) {
      this.gathered.push(...events);
      if (!this.pieceUnderWay) this.handOver([]);
    } else this.handOver(events);
  }

  /** What was gathered goes first. */
  private handOver(events: JournalEvent[]): void {
    const all = [...joinPieces(this.gathered), ...events];
    this.gathered = [];
    if (this.silent || this.failure || all.length === 0) return;
    const isLive = events.length === 0;
    if (isLive) this.pieceUnderWay = true;
    this.last = this.journal
      .append(this.sessionId, all, this.runId)
      .catch((error: unknown) => {
        if (this.failure) return;
        this.failure = { error };
        this.onFailure(error);
      })
      .then(() => {
        if (!isLive) return;
        this.pieceUnderWay = false;
        this.handOver([]);
      });
  }

  /** @throws what the journal refused with */
  async flush(): Promise<void> {
    this.handOver([]);
    await this.last;
    if (this.failure) throw this.failure.error;
  }

  /** Another process has the session: what comes now is nobody's. */
  silence(): void {
    this.silent = true;
  }
}
