import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One published message, as the outbox shows it. */
export interface OutboxEntry {
  messageId: string;
  topicArn: string;
  subject?: string;
  message: string;
  attributes?: Record<string, unknown>;
  /** ISO 8601. */
  at: string;
  deliveries: { protocol: string; endpoint: string }[];
}

const MOST_FILES = 1_000;

/** What the lab would have sent to people: one JSON file per message, so that it can be looked at. */
export function createOutbox(folder: string) {
  mkdirSync(folder, { recursive: true });
  let last = 0;
  return {
    add(entry: OutboxEntry): void {
      // The name keeps the order, also within one millisecond.
      last = Math.max(Date.now() * 1000, last + 1);
      const path = join(folder, `${last}-${entry.messageId}.json`);
      writeFileSync(`${path}.part`, `${JSON.stringify(entry, null, 2)}\n`, { flush: true });
      renameSync(`${path}.part`, path);
      for (const old of names().slice(0, -MOST_FILES)) rmSync(join(folder, old), { force: true });
    },
    /** Newest first. */
    newest(most: number): OutboxEntry[] {
      return names()
        .slice(-most)
        .reverse()
        .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as OutboxEntry);
    },
  };

  function names(): string[] {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  }
}
