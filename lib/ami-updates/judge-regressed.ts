import { plural } from "@/lib/platform/format";
import { asksFor, claimsOf } from "./expected-images";
import { conditionOf } from "./explain-blocks";
import type { RolloutNode } from "./rollout";
import { clock, type Finding, minutesSince, nameOf, type RolloutInput } from "./rollout-input";

/** A node that was ready may be away for a moment; longer than this it has gone bad. */
const GRACE_MINUTES = 1;

/** The new image makes things worse: what shows it, and since when. */
export function judgeRegressed(input: RolloutInput, nodes: RolloutNode[]): Finding | undefined {
  const { update, cluster, now } = input;
  if (!update) return undefined;
  const broken = nodes.filter(({ mismatches }) => mismatches.length > 0);
  const [first] = broken;
  if (first)
    return {
      why: `${plural(broken.length, "node")} with the new image ${broken.length === 1 ? "does" : "do"} not run what the notes promise: on ${first.node ?? first.claim} ${first.mismatches[0]}`,
      since: first.since,
    };
  const grace = Math.min(GRACE_MINUTES, input.stuckAfterMinutes);
  const joined = new Set(
    (cluster?.nodeClaims ?? [])
      .filter((claim) => conditionOf(claim, "Initialized")?.status === "True")
      .map(({ name }) => name),
  );
  const away = nodes.filter(
    ({ stage, claim, since }) =>
      stage === "failed" &&
      isNewNode(input, claim) &&
      joined.has(claim) &&
      minutesSince(since, now) >= grace,
  );
  const [gone] = away;
  if (gone)
    return {
      why: `${plural(away.length, "node")} with the new image ${away.length === 1 ? "is" : "are"} not ready: ${gone.node ?? gone.claim}${gone.since ? ` since ${clock(gone.since, now)}` : ""}.`,
      since: gone.since,
    };
  const unhealthy = (cluster?.nodePools ?? [])
    .map((pool) => ({ pool, condition: conditionOf(pool, "NodeRegistrationHealthy") }))
    .find(
      ({ condition }) =>
        condition?.status === "False" &&
        condition.since !== undefined &&
        condition.since >= (update.decidedAt ?? ""),
    );
  if (unhealthy) {
    const { pool, condition } = unhealthy;
    const said = condition?.message ? `: ${condition.message.replace(/\.$/, "")}` : "";
    return {
      why: `Nodes with the new image do not join: NodePool ${pool.name} is NodeRegistrationHealthy=False since ${clock(condition?.since ?? "", now)}${said}.`,
      since: condition?.since,
    };
  }
  return wentBack(input);
}

/**
 * Nodes that were made with the old image after the node class had moved on. Those of the first minutes
 * were asked for before it had, and are replaced like the others.
 */
function wentBack(input: RolloutInput): Finding | undefined {
  const { update, application, cluster } = input;
  const moved = application?.operation?.finishedAt;
  if (!update?.from.imageId || !moved || !input.hasMerge || !asksFor(cluster?.nodeClass, update.to))
    return undefined;
  const back = claimsOf(input).filter(
    ({ imageId, createdAt }) =>
      imageId === update.from.imageId && minutesBetween(moved, createdAt) > input.stuckAfterMinutes,
  );
  const [first] = back;
  return first
    ? {
        why: `${plural(back.length, "node")} came up with the old image ${nameOf(update.from)} again, ${first.node ?? first.name} first.`,
        since: first.createdAt,
      }
    : undefined;
}

const isNewNode = ({ cluster, update }: RolloutInput, name: string): boolean =>
  cluster?.nodeClaims.find((claim) => claim.name === name)?.imageId !== update?.from.imageId;

const minutesBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 60_000;
