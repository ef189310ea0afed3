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
}

/**
 * Executions that succeeded or failed between two times (ISO 8601), of the ten listed pipelines that
 * changed last, at most 50 of each. Read once a minute and process, however many look; of a pipeline
 * that cannot be read now the newest execution stands for all.
 */
export async function readEndedExecutions(
  pipelines: readonly PipelineRow[],
  from: string,
  to: string,
): Promise<EndedExecution[]> {
  const changed = pipelines
    .filter(({ changedAt }) => changedAt !== undefined && changedAt >= from)
    .sort((a, b) => (b.changedAt ?? "").localeCompare(a.changedAt ?? ""))
    .slice(0, PIPELINES);
  const pages = await Promise.all(
    changed.map(async ({ name, latest }) => {
      const executions = await cached(`ended/${name}`, KEPT_MS, () =>
        readExecutions(nobody, name, { max: EACH }),
      ).then(
        (page) => page.executions,
        () => (latest ? [latest] : []),
      );
      return executions.map((execution) => ({ pipeline: name, execution }));
    }),
  );
  return pages.flat().filter(({ execution: { status, updatedAt } }) => {
    const ended = status === "Succeeded" || status === "Failed";
    return ended && updatedAt !== undefined && updatedAt >= from && updatedAt <= to;
  });
}
