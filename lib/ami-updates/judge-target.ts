import { imageKey, imageName } from "./image-key";
import type { NodeImage, PullRequestRef, TargetState, UpdateRecord } from "./model";
import type { Promotion } from "./promotion";
import { compareTags, releaseDay } from "./release-tag";

/** A pull request of ours for this target and image. */
export interface OwnPull extends PullRequestRef {
  state: "open" | "closed";
  merged: boolean;
  /** ISO 8601 */
  closedAt?: string;
}

/** What is known of one target and the image that it could get. */
export interface TargetFacts {
  current: NodeImage;
  next: NodeImage & { release: string };
  /** Unix milliseconds. */
  now: number;
  minimumAgeHours: number;
  promotion: Promotion;
  /** The newest to `next`. */
  pull?: OwnPull;
  /** The newest record to `next`. */
  record?: Pick<
    UpdateRecord,
    | "analysis"
    | "override"
    | "decision"
    | "decidedBy"
    | "decidedAt"
    | "outcome"
    | "problem"
    | "pull"
  >;
  /** The newest lift of a skip of `next`. */
  lift?: { at: string };
}

export interface Judgement {
  state: TargetState;
  /** One sentence. */
  why: string;
  pull?: PullRequestRef;
}

/** Git may show a merge a moment later than GitHub told of it. */
const JUST_NOW_MS = 120_000;

/** Where a target with readable facts stands. Pure: the order of these questions is the rule. */
export function judgeTarget(facts: TargetFacts): Judgement {
  const { current, next, record, pull } = facts;
  const name = imageName(next);
  if (imageKey(current) === imageKey(next))
    return { state: "up_to_date", why: `Git has ${next.release}, which AWS recommends.` };
  if (current.release && compareTags(current.release, next.release) > 0)
    return {
      state: "up_to_date",
      why: `Git has ${current.release}, which is newer than ${next.release}, which AWS recommends.`,
    };
  if (pull?.state === "open")
    return {
      state: "proposed",
      why: `Pull request #${pull.number} waits for a decision.`,
      pull: ref(pull),
    };
  const passed = passedOver(facts);
  if (passed) return passed;
  const { autoRejected } = (!record?.decision && !record?.override && record?.analysis) || {};
  if (autoRejected) return { state: "rejected", why: autoRejected };
  const age = tooYoung(facts);
  if (age) return { state: "held", why: age };
  if (!facts.promotion.promoted) return { state: "held", why: facts.promotion.why };
  if (record?.problem && !record.decision)
    return {
      state: "update_available",
      why: `${name} could not be proposed yet: ${record.problem}`,
    };
  return { state: "update_available", why: `AWS recommends ${name}.` };
}

/** Closed by a person, or merged once and not in Git any more: not again unless somebody says so. */
function passedOver({ next, record, pull, lift, now }: TargetFacts): Judgement | undefined {
  const merged = record?.decision === "merged" || record?.decision === "auto_merged";
  if (merged && record.outcome !== "reverted" && now - time(record.decidedAt) < JUST_NOW_MS)
    return {
      state: "proposed",
      why: "Merged just now; Git does not show it yet.",
      pull: record.pull,
    };
  const closedAt = Math.max(
    pull && pull.state === "closed" && record?.decision !== "superseded" ? time(pull.closedAt) : 0,
    record?.decision === "closed" || merged ? time(record.decidedAt) : 0,
  );
  if (closedAt === 0 || time(lift?.at) >= closedAt) return undefined;
  const shown = ref(pull ?? record?.pull);
  if (merged || pull?.merged)
    return {
      state: "skipped",
      why: `${next.release} was merged and is not in Git any more, so it is not proposed again.`,
      pull: shown,
    };
  const by = record?.decidedBy ? ` by ${record.decidedBy}` : "";
  return {
    state: "skipped",
    why: `The pull request for ${next.release} was closed${by}, so this release is skipped.`,
    pull: shown,
  };
}

function tooYoung({ next, minimumAgeHours, now }: TargetFacts): string | undefined {
  const day = releaseDay(next.release);
  if (minimumAgeHours === 0 || day === undefined) return undefined;
  const from = day.getTime() + minimumAgeHours * 3_600_000;
  if (from <= now) return undefined;
  const at = new Date(from).toISOString().slice(0, 16).replace("T", " ");
  return `${next.release} is too new here; it is proposed from ${at} UTC on.`;
}

const ref = (pull: PullRequestRef | undefined): PullRequestRef | undefined =>
  pull && { number: pull.number, url: pull.url };

const time = (at: string | undefined): number => (at ? Date.parse(at) || 0 : 0);
