import "server-only";
import type { JournalEvent } from "@/lib/agents/events";
import type { Journal } from "../contracts";

/**
 * A run's way into the journal. Pieces of text are handed over without waiting; before anything has
 * an effect `flush` says that all before it is durable.
 */
export class JournalWriter {
  private last: Promise<unknown> = Promise.resolve();
  private failure: { error: unknown } | undefined;
  private silent = false;
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
    this.last = this.journal.append(this.sessionId, events, this.runId).catch((error: unknown) => {
      if (this.failure) return;
      this.failure = { error };
      this.onFailure(error);
    });
  }

  /** @throws what the journal refused with */
  async flush(): Promise<void> {
    await this.last;
    if (this.failure) throw this.failure.error;
  }

  /** Another process has the session: what comes now is nobody's. */
  silence(): void {
    this.silent = true;
  }

  get isSilent(): boolean {
    return this.silent;
  }
}
