import { asksFor, claimsOf, expectedImages, isNew } from "./expected-images";
import { conditionOf, isMarked, isTrue } from "./explain-blocks";
import { judgeRegressed } from "./judge-regressed";
import { judgeStuck } from "./judge-stuck";
import type { Outcome } from "./model";
import type { RolloutNode, RolloutPhase } from "./rollout";
import {
  clock,
  type Finding,
  type GitNow,
  latest,
  minutesSince,
  nameOf,
  type RolloutInput,
} from "./rollout-input";

export interface Conclusion {
  phase: RolloutPhase;
  outcome?: Outcome;
  why: string;
  since?: string;
}

/** Phase and outcome. Bad news comes before good news, and what could not be read is never good news. */
export function conclude(input: RolloutInput, nodes: RolloutNode[]): Conclusion {
  const { update, cluster, now } = input;
  if (!update) return withoutUpdate(input, nodes);
  if (!isMerged(input)) return { phase: "waiting_for_merge", why: whyNotMerged(input) };
  const phase = phaseOf(input, nodes);
  const judged = (outcome: Outcome | undefined, { why, since }: Finding): Conclusion => ({
    phase,
    ...(outcome ? { outcome } : {}),
    why,
    ...(since ? { since } : {}),
  });
  if (!cluster) {
    const argo = input.hasMerge ? "Argo CD has the merge; what" : "What";
    return judged(undefined, { why: `${argo} the nodes run cannot be read now.` });
  }
  const regressed = judgeRegressed(input, nodes);
  if (regressed) return judged("regressed", regressed);
  const stuck = judgeStuck(input, phase, nodes);
  if (stuck) return judged("stuck", stuck);
  if (phase !== "soaking") return judged(undefined, underWay(input, phase, nodes));
  const unread = unreadParts(input);
  if (unread)
    return { ...judged(undefined, { why: `Not verified: ${unread}.` }), phase: "replacing" };
  const since = completedAt(input);
  const all =
    nodes.length === 0
      ? "No node of the class runs; the next one gets"
      : nodes.length === 1
        ? "The one node runs"
        : `All ${nodes.length} nodes run`;
  const soaked = minutesSince(since, now) >= input.soakMinutes;
  return {
    phase: soaked ? "done" : "soaking",
    outcome: "verified",
    why: `${all} ${nameOf(update.to)}${since ? `, since ${clock(since, now)}` : ""}.`,
    ...(since ? { since } : {}),
  };
}

function phaseOf(input: RolloutInput, nodes: RolloutNode[]): RolloutPhase {
  const { update, cluster, application, hasMerge } = input;
  const expected = expectedImages(input);
  const images = cluster?.nodeClass?.images ?? [];
  const taken =
    images.some((image) => expected.has(image)) && asksFor(cluster?.nodeClass, update?.to);
  // What the cluster itself shows counts for more than an Argo CD that cannot be asked.
  const synced = hasMerge === true && application?.sync === "Synced";
  if (!synced && !(taken && hasMerge !== false)) return "waiting_for_sync";
  if (!taken) return "waiting_for_drift";
  const old = claimsOf(input).filter((claim) => !isNew(claim, expected));
  if (old.length === 0 && nodes.every(({ stage }) => stage === "replaced")) return "soaking";
  const begun =
    old.length === 0 ||
    old.some((claim) => claim.deletedAt || isTrue(claim, "Drifted")) ||
    nodes.some(({ stage, claim }) => stage !== "old" && !old.some(({ name }) => name === claim));
  return begun ? "replacing" : "waiting_for_drift";
}

function underWay(input: RolloutInput, phase: RolloutPhase, nodes: RolloutNode[]): Finding {
  const since = latest(input.update?.decidedAt, input.application?.operation?.finishedAt);
  if (phase === "waiting_for_sync")
    return { why: "Merged; Argo CD has not synced it yet.", since: input.update?.decidedAt };
  if (phase === "waiting_for_drift" && seemsTakenBack(input)) return { why: notTakenBack(input) };
  if (phase === "waiting_for_drift")
    return { why: "Argo CD has the merge; Karpenter has not called a node drifted yet.", since };
  const replaced = nodes.filter(({ stage }) => stage === "replaced").length;
  const waiting = nodes.find(({ blocked }) => blocked.length > 0);
  const said = `${replaced} of ${totalOf(input)} nodes run ${nameOf(input.update?.to ?? {})}`;
  return {
    why: waiting ? `${said}; ${waiting.node ?? waiting.claim}: ${waiting.blocked[0]}` : `${said}.`,
    since,
  };
}

/**
 * The node class names the old image again, and Argo CD has the merge. Read one after the other on a
 * busy machine, or changed by hand, that proves nothing yet: `RolloutInput.git` does.
 */
export const seemsTakenBack = (input: RolloutInput): boolean =>
  namesAnother(input) && asksFor(input.cluster?.nodeClass, input.update?.from);

/** Synced with the merge, and the node class names another image than this update's. */
function namesAnother(input: RolloutInput): boolean {
  const { update, cluster, application, hasMerge } = input;
  const nodeClass = cluster?.nodeClass;
  if (!isMerged(input) || !nodeClass || hasMerge !== true || application?.sync !== "Synced")
    return false;
  return nodeClass.amiSelectorTerms.length > 0 && !asksFor(nodeClass, update?.to);
}

/** Git itself names the old image again, at a commit that has the merge. */
const isTakenBack = ({ update, git }: RolloutInput): boolean =>
  asksFor(git?.named, update?.from) && !asksFor(git?.named, update?.to);

function notTakenBack({ update, git }: RolloutInput): string {
  const seen = `The node class names ${nameOf(update?.from ?? {})} again`;
  return git?.named
    ? `${seen}, although ${placeOf(git)} does not.`
    : `${seen}; what Git names there cannot be read now.`;
}

const placeOf = ({ repository, commit }: GitNow): string =>
  `${repository} at ${commit.slice(0, 7)}`;

/** Git and the node class have left this update's image: it was taken back, or went on to a newer one. */
export function leftBehind(input: RolloutInput): Omit<Conclusion, "phase"> | undefined {
  const { update, cluster, application, git } = input;
  if (!update || !namesAnother(input)) return undefined;
  const since = application?.operation?.finishedAt;
  if (seemsTakenBack(input)) {
    if (!git || !isTakenBack(input)) return undefined;
    return {
      outcome: "reverted",
      why: `The change was taken back: ${placeOf(git)} and the node class name ${nameOf(update.from)} again.`,
      ...(since ? { since } : {}),
    };
  }
  const named = (cluster?.nodeClass?.amiSelectorTerms ?? []).map(
    ({ id, alias, ssmParameter }) => id ?? alias ?? ssmParameter ?? "?",
  );
  return {
    ...(update.outcome ? { outcome: update.outcome } : {}),
    why: `Superseded: the node class has gone on to ${named.join(", ")}.`,
    ...(since ? { since } : {}),
  };
}

function whyNotMerged({ update }: RolloutInput): string {
  if (update?.decision === "closed") return "The pull request was closed without being merged.";
  if (update?.decision === "superseded") return "A newer proposal took this one's place.";
  return update?.pull ? "The pull request is not merged." : "There is no pull request.";
}

function withoutUpdate(input: RolloutInput, nodes: RolloutNode[]): Conclusion {
  const replaced = nodes.filter(({ stage }) => stage === "replaced").length;
  if (!input.cluster) return { phase: "done", why: "What the nodes run cannot be read now." };
  return replaced < totalOf(input)
    ? {
        phase: "replacing",
        why: `${replaced} of ${totalOf(input)} nodes run what the node class asks for.`,
      }
    : { phase: "done", why: "No update is under way." };
}

/** Parts without which nothing can be verified, as the end of a sentence. */
function unreadParts({ cluster }: RolloutInput): string | undefined {
  const needed = (cluster?.unread ?? []).filter((part) =>
    ["nodeClass", "nodeClaims", "nodes"].includes(part),
  );
  if (needed.length > 0) return "what the nodes run could not be read in full";
  const known = new Set(cluster?.nodes.map(({ name }) => name));
  const claims = cluster?.nodeClaims ?? [];
  const unknown = claims.find(
    (claim) => isTrue(claim, "Initialized") && !known.has(claim.node ?? ""),
  );
  return unknown && `${unknown.name} has no node that could be looked at`;
}

/** When the last node came up. Nodes come and go later too, and do not begin the soak time again. */
function completedAt(input: RolloutInput): string | undefined {
  const { outcome, outcomeAt } = input.update ?? {};
  if (outcome === "verified" && outcomeAt) return outcomeAt;
  return latest(
    input.update?.decidedAt,
    input.application?.operation?.finishedAt,
    ...claimsOf(input).map((claim) => conditionOf(claim, "Initialized")?.since),
  );
}

export const isMerged = ({ update }: RolloutInput): boolean =>
  update?.mergeCommit !== undefined ||
  update?.decision === "merged" ||
  update?.decision === "auto_merged";

/** Nodes that there are in the end: an old one that goes and the new one in its place count once. */
export function totalOf(input: RolloutInput): number {
  const expected = expectedImages(input);
  const nodes = new Map((input.cluster?.nodes ?? []).map((node) => [node.name, node]));
  const claims = claimsOf(input);
  const old = claims.filter((claim) => !isNew(claim, expected));
  const leaving = old.filter((claim) => claim.deletedAt || isMarked(nodes.get(claim.node ?? "")));
  return claims.length - Math.min(leaving.length, claims.length - old.length);
}
