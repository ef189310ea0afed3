import "server-only";
import type { PipelineRow } from "@/lib/releases/model";
import { isActive, refreshOrder } from "@/lib/releases/refresh-order";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getPipelineState } from "@/server/aws/codepipeline/get-pipeline-state";
import { listExecutions } from "@/server/aws/codepipeline/list-executions";
import { type ListedPipeline, listPipelines } from "@/server/aws/codepipeline/list-pipelines";
import { isAppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { cached } from "./cached";
import { inParallel } from "./in-parallel";
import { type KnownRow, pipelineRows } from "./pipeline-rows";
import { waitsForApproval } from "./read-pipeline";

export interface PipelineList {
  pipelines: PipelineRow[];
}

/** AWS calls for one look; with a look a second at most this stays at or below 10 a second. */
const CALLS_PER_LOOK = 10;
const WIDTH = 5;
const LIST_MS = 30_000;
const AGES = { activeMs: 1_500, waitingMs: 15_000, failedMs: 15_000, restMs: 120_000 };

const flight = () =>
  held("releases.rowsFlight", () => ({ now: undefined as Promise<PipelineList> | undefined }));

/**
 * Every pipeline; of a long list each look reads the most urgent ones, so that rows fill up over
 * the first looks (a row without `stages` was not read yet). One look at a time per process.
 */
export function readPipelines(ctx: UpstreamCtx): Promise<PipelineList> {
  const state = flight();
  state.now ??= look(ctx).finally(() => {
    state.now = undefined;
  });
  return state.now;
}

/** Rows are still to be read, or something runs: look again soon. */
export const wantsSoon = (list: PipelineList): boolean =>
  list.pipelines.some((row) => isActive(row) || (!row.stages && !row.problem));

async function look(ctx: UpstreamCtx): Promise<PipelineList> {
  const listed = await cached("pipelines", LIST_MS, () => listPipelines(ctx));
  const rows = syncRows(listed);
  const due = refreshOrder(rows, Date.now(), AGES);
  let budget = CALLS_PER_LOOK;
  const states = due.slice(0, budget);
  budget -= states.length;
  await refresh(states, (known) => readState(ctx, known));
  // The newest execution tells revision and trigger; it follows the state it belongs to.
  const latest = rows
    .filter((known) => known.stateAt > known.latestAt)
    .slice(0, Math.max(budget, 3));
  await refresh(latest, (known) => readLatest(ctx, known));
  return { pipelines: rows.map((known) => known.row) };
}

function syncRows(listed: ListedPipeline[]): KnownRow[] {
  const rows = pipelineRows();
  const names = new Set(listed.map((pipeline) => pipeline.name));
  for (const name of rows.keys()) if (!names.has(name)) rows.delete(name);
  return listed.map(({ name, mode, updatedAt }) => {
    const known = rows.get(name);
    if (known) {
      known.row = { ...known.row, mode };
      return known;
    }
    const fresh: KnownRow = {
      row: { name, mode, waiting: false, changedAt: updatedAt },
      stateAt: 0,
      latestAt: 0,
      dirty: false,
    };
    rows.set(name, fresh);
    return fresh;
  });
}

/** Stops at the first throttling: the rest waits for the next look. */
async function refresh(rows: KnownRow[], read: (known: KnownRow) => Promise<void>): Promise<void> {
  let throttled = false;
  await inParallel(rows, WIDTH, async (known) => {
    if (throttled) return;
    try {
      await read(known);
      const { problem: _gone, ...row } = known.row;
      known.row = row;
    } catch (error) {
      if (!isAppError(error)) throw error;
      throttled ||= error.code === "throttled";
      known.row = { ...known.row, problem: { message: error.message } };
    }
  });
}

async function readState(ctx: UpstreamCtx, known: KnownRow): Promise<void> {
  known.dirty = false;
  const at = Date.now();
  const { stages } = await getPipelineState(ctx, known.row.name);
  known.stateAt = at;
  const actions = stages.flatMap((stage) => stage.actions);
  const changes = actions.flatMap((action) => action.changedAt ?? []).sort();
  known.row = {
    ...known.row,
    stages: stages.map(({ name, status, executionId }) => ({ name, status, executionId })),
    waiting: actions.some((action) => waitsForApproval(action, undefined)),
    changedAt: changes.at(-1) ?? known.row.changedAt,
  };
}

async function readLatest(ctx: UpstreamCtx, known: KnownRow): Promise<void> {
  const at = Date.now();
  const { executions } = await listExecutions(ctx, known.row.name, { max: 1 });
  known.latestAt = at;
  known.row = { ...known.row, latest: executions[0] };
}
