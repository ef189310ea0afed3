import "server-only";
import type { PipelineRow } from "@/lib/releases/model";
import { type Ages, isActive, refreshOrder } from "@/lib/releases/refresh-order";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getPipelineState } from "@/server/aws/codepipeline/get-pipeline-state";
import { listExecutions } from "@/server/aws/codepipeline/list-executions";
import { type ListedPipeline, listPipelines } from "@/server/aws/codepipeline/list-pipelines";
import { eventsArrive } from "@/server/live/consume-events";
import { AppError, isAppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { inParallel } from "@/server/platform/in-parallel";
import { cached } from "./cached";
import { type KnownRow, pipelineRows } from "./pipeline-rows";
import { waitsForApproval } from "./read-pipeline";

export interface PipelineList {
  pipelines: PipelineRow[];
}

/** AWS calls for the list, over all who look: steadily this many a second, and a burst of as many. */
const CALLS_PER_SECOND = 10;
/** So many are made even right after a burst, so that every look gets on. */
const CALLS_AT_LEAST = 3;
const WIDTH = 5;
const LIST_MS = 30_000;

interface Looks {
  now?: Promise<PipelineList>;
  /** Calls that may be made now. */
  tokens: number;
  tokensAt: number;
  /** Rows that were due and had to wait for the next look. */
  backlog: number;
}

const looks = () =>
  held(
    "releases.rowsLooks",
    (): Looks => ({ tokens: CALLS_PER_SECOND, tokensAt: Date.now(), backlog: 0 }),
  );

/** Without events a quiet pipeline is looked at often enough to notice; with them, to be sure. */
function ages(count: number): Ages {
  const restMs = eventsArrive() ? Math.max(120_000, count * 500) : Math.max(30_000, count * 200);
  return { activeMs: 1_500, waitingMs: 15_000, failedMs: 15_000, restMs };
}

function takeBudget(state: Looks): number {
  const now = Date.now();
  const grown = state.tokens + ((now - state.tokensAt) / 1_000) * CALLS_PER_SECOND;
  state.tokens = Math.min(CALLS_PER_SECOND, grown);
  state.tokensAt = now;
  return Math.max(CALLS_AT_LEAST, Math.floor(state.tokens));
}

/**
 * Every pipeline; of a long list each look reads the most urgent ones, so that rows fill up over
 * the first looks (a row without `stages` was not read yet). One look at a time per process.
 */
export function readPipelines(ctx: UpstreamCtx): Promise<PipelineList> {
  const state = looks();
  state.now ??= look(ctx, state).finally(() => {
    state.now = undefined;
  });
  return state.now;
}

/** Not every row that was due could be read in the last look. */
export const rowsAreDue = (): boolean => looks().backlog > 0;

/** Rows are still to be read, or something runs: look again soon. */
export const wantsSoon = (list: PipelineList): boolean =>
  rowsAreDue() || list.pipelines.some((row) => isActive(row) || (!row.stages && !row.problem));

/**
 * As `readPipelines`, for somebody who has a list already: one of which nothing could be read now
 * does not confirm it. @throws AppError with what the first row failed with
 */
export async function confirmPipelines(
  ctx: UpstreamCtx,
  previous: PipelineList | undefined,
): Promise<PipelineList> {
  const list = await readPipelines(ctx);
  const problem = list.pipelines[0]?.problem;
  if (previous && problem && list.pipelines.every((row) => row.problem))
    throw new AppError("upstream", problem.message);
  return list;
}

async function look(ctx: UpstreamCtx, state: Looks): Promise<PipelineList> {
  const listed = await cached("pipelines", LIST_MS, () => listPipelines(ctx));
  const rows = syncRows(listed);
  const due = refreshOrder(rows, Date.now(), ages(rows.length));
  const budget = takeBudget(state);
  const states = due.slice(0, budget);
  await refresh(states, (known) => readState(ctx, known));
  // The newest execution tells revision and trigger; it follows the state it belongs to.
  const behind = rows.filter((known) => known.stateAt > known.latestAt);
  const latest = behind.slice(0, Math.max(budget - states.length, CALLS_AT_LEAST));
  await refresh(latest, (known) => readLatest(ctx, known));
  state.tokens = Math.max(-CALLS_PER_SECOND, state.tokens - states.length - latest.length);
  state.backlog = due.length - states.length + behind.length - latest.length;
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

/** Stops at the first throttling: the rest waits for the next look, and says so. */
async function refresh(rows: KnownRow[], read: (known: KnownRow) => Promise<void>): Promise<void> {
  let throttled: AppError | undefined;
  await inParallel(rows, WIDTH, async (known) => {
    try {
      if (throttled) throw throttled;
      await read(known);
      const { problem: _gone, ...row } = known.row;
      known.row = row;
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === "throttled") throttled = error;
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
