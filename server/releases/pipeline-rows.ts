import "server-only";
import type { PipelineRow } from "@/lib/releases/model";
import { held } from "@/server/platform/held";

/** What is known of one pipeline of the list, and how old it is. */
export interface KnownRow {
  row: PipelineRow;
  /** Milliseconds since 1970; 0 is never. */
  stateAt: number;
  latestAt: number;
  /** An event said that it changed. */
  dirty: boolean;
}

export const pipelineRows = (): Map<string, KnownRow> =>
  held("releases.rows", () => new Map<string, KnownRow>());

/** A pipeline that an event was about goes first in the next look. */
export function markDirty(topics: string[]): void {
  for (const topic of topics) {
    const encoded = topic.match(/^releases\/pipeline\/([^/*]+)$/)?.[1];
    const known = encoded && pipelineRows().get(decodeURIComponent(encoded));
    if (known) known.dirty = true;
  }
}
