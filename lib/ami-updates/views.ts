/** What the screens of AMI updates are drawn from. Times are ISO 8601. */
import type { EnvironmentSettings, Target } from "./config";
import type {
  Analysis,
  Decision,
  Detection,
  NodeImage,
  Outcome,
  PullRequestRef,
  ReleaseInRange,
  UpdateRecord,
  Urgency,
  Verdict,
} from "./model";
import type { RolloutPhase, RolloutView } from "./rollout";

/** The newest update of a target, as far as a list needs it. */
export interface UpdateBrief {
  id: string;
  from: NodeImage;
  to: NodeImage;
  risk?: number;
  verdict?: Verdict;
  urgency?: Urgency;
  summary?: string;
  autoRejected?: string;
  pull?: PullRequestRef;
  decision?: Decision;
  decidedBy?: string;
  decidedAt?: string;
  /** The rules were overridden by this person. */
  overriddenBy?: string;
  outcome?: Outcome;
  outcomeAt?: string;
  problem?: string;
  startedBy: string;
  createdAt: string;
}

/** How far a merged change has got in its cluster. */
export interface RolloutBrief {
  phase: RolloutPhase;
  outcome?: Outcome;
  replaced: number;
  total: number;
  why: string;
  since?: string;
}

/** One node class of one cluster. The moment of the look is the snapshot's. */
export type LaneTarget = Omit<Detection, "checkedAt" | "updateId" | "environment"> & {
  update?: UpdateBrief;
  rollout?: RolloutBrief;
};

export const PROMOTION_STANDINGS = [
  "none",
  "undecided",
  "rolling_out",
  "trouble",
  "soaking",
  "soaked",
] as const;

/** How far the environment before is with the newest release that it has. */
export interface Promotion {
  environment: string;
  standing: (typeof PROMOTION_STANDINGS)[number];
  release?: string;
  /** When its soak time is over, or was. */
  soakedAt?: string;
}

/** An environment on the way to production, with what the next release meets there. */
export interface Lane {
  environment: string;
  rules: Omit<EnvironmentSettings, "name">;
  /** Now is in the maintenance window; true without one. */
  windowOpen: boolean;
  /** Where releases come from; absent in the first environment. */
  after?: Promotion;
  targets: LaneTarget[];
}

export type ClustersView =
  | { on: false }
  | {
      on: true;
      lanes: Lane[];
      /** Parts that could not be read now, one sentence each. */
      missing: string[];
    };

/** Of a release in the range what the page needs without its notes. */
export type ReleaseLine = Omit<ReleaseInRange, "text"> & { lines: number };

/** What the pull request is on GitHub now. */
export interface PullView extends PullRequestRef {
  state: "open" | "closed" | "merged";
  title: string;
  author: string;
  head: string;
  mergeable?: boolean;
  mergeableState?: string;
  /** The branch holds something else than the one proposed line. */
  edited: boolean;
  checks: { name: string; state: CheckState; url?: string }[];
  updatedAt: string;
}

export type CheckState = "succeeded" | "failed" | "running" | "queued" | "skipped";

/** What merging does, as far as it is known. */
export interface MergeEffect {
  environment: string;
  /** Nodes that will be replaced; absent while the cluster cannot be read. */
  nodes?: number;
  /** Nodes at once, over all pools. */
  atOnce?: number;
  /** Milliseconds, from how long the last verified rollouts of this target took. */
  usualMs?: number;
  window?: EnvironmentSettings["window"];
  windowOpen: boolean;
}

export interface DeliveryLine {
  id: string;
  kind: string;
  channel: string;
  state: "pending" | "sent" | "failed";
  attempts: number;
  lastError?: string;
  createdAt: string;
  sentAt?: string;
}

/** One proposal with everything that a decision rests on. */
export interface ProposalView {
  update: Omit<UpdateRecord, "analysis">;
  analysis?: Omit<Analysis, "releases"> & { releases: ReleaseLine[] };
  pull?: PullView;
  effect?: MergeEffect;
  deliveries: DeliveryLine[];
  /** Of what the decision rests on; a decision carries it. Absent where nothing can be decided. */
  evidenceHash?: string;
  /** Who may not merge it, since they asked for it in spite of the rules or of a skip. */
  ownOverrideOf: string[];
  /** The newest update of the same target, where this is not it. */
  newer?: { id: string; release: string };
  /** Older analyses of the same update: re-analysing loses nothing. */
  earlier: { at: string; risk: number; verdict: Verdict; modelId: string }[];
  missing: string[];
}

/** Notes of one release of a proposal. Untrusted text, one entry a line. */
export interface ReleaseNotes {
  release: string;
  lines: string[];
  url?: string;
}

export interface RolloutPageView {
  rollout: RolloutView;
  /** What the notes promise of a node of the new image: `containerd`, `kernel`, `kubelet`, `runc`. */
  promised: Record<string, string>;
  update?: UpdateBrief;
}

/** One update in the history. */
export interface HistoryRow extends UpdateBrief, Target {
  environment: string;
  dryRun: boolean;
  floor?: number;
  comment?: string;
  outcomeWhy?: string;
}

export interface HistoryPage {
  rows: HistoryRow[];
  /** `before` of the next page. */
  next?: string;
  /** Every target that the history knows, `cluster/nodeClass`. */
  targets: string[];
}

/** What calibration counts of one update. */
export interface CalibrationRow {
  risk: number;
  floor: number;
  /** What the model said, where it was asked and its answer was used. */
  modelRisk?: number;
  verdict: Verdict;
  /** The rules forbade a pull request. */
  refused: boolean;
  decision?: Decision;
  outcome?: Outcome;
}
