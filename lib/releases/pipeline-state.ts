/** The one word for a whole pipeline in a list, and the filter over it. Stages can disagree: the worst wins. */
import type { Tone } from "@/lib/platform/status";
import type { PipelineRow } from "./model";

/** In order of urgency: also the order of the filter's choices. */
export const PIPELINE_STATES = [
  "waiting",
  "failed",
  "running",
  "succeeded",
  "idle",
  "unknown",
] as const;
export type PipelineState = (typeof PIPELINE_STATES)[number];

export const PIPELINE_STATE_LOOK: Record<PipelineState, { tone: Tone; label: string }> = {
  waiting: { tone: "waiting", label: "Waiting" },
  failed: { tone: "failed", label: "Failed" },
  running: { tone: "running", label: "Running" },
  succeeded: { tone: "succeeded", label: "Succeeded" },
  idle: { tone: "queued", label: "Never ran" },
  unknown: { tone: "unknown", label: "Unknown" },
};

/** A person is needed → something failed → something runs → all well. */
export function pipelineState(
  row: Pick<PipelineRow, "stages" | "waiting" | "problem">,
): PipelineState {
  if (row.waiting) return "waiting";
  if (!row.stages) return "unknown";
  const statuses = row.stages.map((stage) => stage.status);
  if (statuses.includes("Failed")) return "failed";
  if (statuses.includes("InProgress") || statuses.includes("Stopping")) return "running";
  if (statuses.includes("Succeeded")) return "succeeded";
  return "idle";
}

/** Rows whose name, subject or author contains every word of `text`, and whose state is `state` where given. */
export function filterPipelines(
  rows: PipelineRow[],
  filter: { text: string; state?: PipelineState | null },
): PipelineRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && !filter.state) return rows;
  return rows.filter((row) => {
    if (filter.state && pipelineState(row) !== filter.state) return false;
    if (words.length === 0) return true;
    const head = row.latest?.revisions[0];
    const hay = [row.name, head?.commit?.subject, head?.commit?.author, head?.summary]
      .filter(Boolean)
      .join("\n")
      .toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** How many rows each state has, for the filter's counts. */
export function countStates(rows: PipelineRow[]): Record<PipelineState, number> {
  const counts = { waiting: 0, failed: 0, running: 0, succeeded: 0, idle: 0, unknown: 0 };
  for (const row of rows) counts[pipelineState(row)] += 1;
  return counts;
}
