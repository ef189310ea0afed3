import "server-only";
import type { ExecutionRow, PipelineRow } from "@/lib/releases/model";
import { nobody } from "@/server/aws/call-aws";
import { cached } from "./cached";
import { readExecutions } from "./read-executions";

const PIPELINES = 10;
const EACH = 50;
const KEPT_MS = 60_000;

export interface EndedExecution {
  pipeline: string;
  execution: ExecutionRow;
  /** Older ones of this pipeline were not read. */
  newestOnly: boolean;
}

/**
 * Executions that succeeded or failed between two times (ISO 8601): of the ten listed pipelines that
 * changed last up to 50 each, read once a minute and process, however many look. Of the others, and
 * of one that cannot be read now, the newest stands for all.
 */
export async function readEndedExecutions(
  pipelines: readonly PipelineRow[],
  from: string,
  to: string,
): Promise<EndedExecution[]> {
  const changed = pipelines
    .filter(({ changedAt }) => changedAt !== undefined && changedAt >= from)
    .sort((a, b) => (b.changedAt ?? "").localeCompare(a.changedAt ?? ""));
  const pages = await Promise.all(
    changed.map(async ({ name, latest }, at): Promise<EndedExecution[]> => {
      const newest = latest ? [{ pipeline: name, execution: latest, newestOnly: true }] : [];
      if (at >= PIPELINES) return newest;
      return cached(`ended/${name}`, KEPT_MS, () =>
        readExecutions(nobody, name, { max: EACH }),
      ).then(
        ({ executions }) =>
          executions.map((execution) => ({ pipeline: name, execution, newestOnly: false })),
        () => newest,
      );
    }),
  );
  return pages.flat().filter(({ execution: { status, updatedAt } }) => {
    const ended = status === "Succeeded" || status === "Failed";
    return ended && updatedAt !== undefined && updatedAt >= from && updatedAt <= to;
  });
}
