import "server-only";
import type { JournalEntry, JournalEvent } from "@/lib/agents/events";
import type { Journal } from "../contracts";

/** The journal of one session in memory: it lives as long as the process, as AgentCore's session does. */
export class MemoryJournal implements Pick<Journal, "append" | "read"> {
  readonly #entries: JournalEntry[] = [];
  #listener: ((event: JournalEvent) => void) | undefined;

  /** Hears each event as it is appended, until another one listens. */
  listen(listener: ((event: JournalEvent) => void) | undefined): void {
    this.#listener = listener;
  }

  async append(_session: string, events: JournalEvent[], runId?: string): Promise<JournalEntry[]> {
    const at = new Date().toISOString();
    const added = events.map((event, index) => ({
      seq: this.#entries.length + index + 1,
      at,
      ...(runId && { runId }),
      event,
    }));
    this.#entries.push(...added);
    for (const event of events) this.#listener?.(event);
    return added;
  }

  async read(): Promise<JournalEntry[]> {
    return [...this.#entries];
  }
}
