import "server-only";
import { canContinueDeployment } from "@/lib/releases/eligibility";
import { eventNames } from "@/lib/releases/lifecycle-order";
import type { DeploymentView, TargetView } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import type { DeploymentRead } from "@/server/aws/codedeploy/deployment-read";
import { getDeployment } from "@/server/aws/codedeploy/get-deployments";
import { getTargets, listTargetIds } from "@/server/aws/codedeploy/get-targets";
import { resolveRevision } from "./resolve-revision";

const ENDED = new Set(["Succeeded", "Failed", "Stopped"]);
/** A target that ended stays as it is; while others still run, only those are read. */
const TARGET_ENDED = new Set(["Succeeded", "Failed", "Skipped"]);

/** A deployment with every target. `previous` saves reading targets that have ended. */
export async function readDeployment(
  ctx: UpstreamCtx,
  id: string,
  previous?: DeploymentView,
): Promise<DeploymentView> {
  const read = await getDeployment(ctx, id);
  const [targets, deployed, before] = await Promise.all([
    readTargets(ctx, read, previous),
    read.revision && resolveRevision(read.revision),
    read.previousRevision && resolveRevision(read.previousRevision),
  ]);
  const waitsFor = waitOf(read, targets);
  const {
    readyWaitMinutes: _ready,
    terminationWaitMinutes: _termination,
    terminationWaitStarted: _started,
    revision: _revision,
    previousRevision: _previous,
    ...plain
  } = read;
  return {
    ...plain,
    revision: deployed?.revision,
    previousRevision: before?.revision,
    pipeline: deployed?.pipeline,
    eventNames: eventNames(targets),
    targets,
    targetCount: targets.length,
    waitsFor,
    continue: canContinueDeployment({
      status: read.status,
      waitsFor: waitsFor?.kind,
      wait: waitsFor?.kind ?? "READY_WAIT",
    }),
  };
}

async function readTargets(
  ctx: UpstreamCtx,
  read: DeploymentRead,
  previous: DeploymentView | undefined,
): Promise<TargetView[]> {
  const known = new Map(previous?.targets.map((target) => [target.id, target]));
  const final = ENDED.has(read.status);
  // Ended before and ended now: nothing can have changed.
  if (final && previous && previous.status === read.status && known.size > 0) {
    return previous.targets;
  }
  const ids = await listTargetIds(ctx, read.id);
  const open = ids.filter((id) => final || !TARGET_ENDED.has(known.get(id)?.status ?? ""));
  const fresh = new Map(
    (await getTargets(ctx, read.id, open)).map((target) => [target.id, target]),
  );
  return ids.flatMap((id) => fresh.get(id) ?? known.get(id) ?? []);
}

/** What a blue/green deployment waits for, and until when as far as AWS tells. */
export function waitOf(read: DeploymentRead, targets: TargetView[]): DeploymentView["waitsFor"] {
  if (read.type !== "BLUE_GREEN") return undefined;
  if (read.status === "Ready") {
    return {
      kind: "READY_WAIT",
      until: after(lastEnd(targets), read.readyWaitMinutes),
    };
  }
  if (read.terminationWaitStarted && !ENDED.has(read.status)) {
    return {
      kind: "TERMINATION_WAIT",
      until: after(lastEnd(targets), read.terminationWaitMinutes),
    };
  }
  return undefined;
}

const lastEnd = (targets: TargetView[]): string | undefined =>
  targets
    .flatMap((target) => target.events.flatMap((event) => event.endedAt ?? []))
    .sort()
    .at(-1);

const after = (at: string | undefined, minutes: number | undefined): string | undefined =>
  at && minutes !== undefined
    ? new Date(Date.parse(at) + minutes * 60_000).toISOString()
    : undefined;
