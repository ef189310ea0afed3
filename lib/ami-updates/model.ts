import type { Architecture, Target, Variant } from "./config";

/** An image as far as it is known. `release` is the AMI release's tag: `v20260714`. */
export interface NodeImage {
  /** `ami-0123…`; absent for an alias, which covers every architecture. */
  imageId?: string;
  /** `1.34.9-20260714`: kubelet's version and the release's day. */
  releaseVersion?: string;
  release?: string;
}

/** How the manifest names the image. Only `id` and pinned `alias` terms are changed. */
export type SelectorTerm =
  | { kind: "id"; value: string }
  | { kind: "alias"; value: string }
  | { kind: "ssmParameter"; value: string };

/**
 * What is true of a target now. `held` waits for something that comes by itself (the environment
 * before, soak time, release age); `rejected` was refused by the rules, so there is no pull request.
 */
export const TARGET_STATES = [
  "up_to_date",
  "update_available",
  "held",
  "rejected",
  "proposed",
  "skipped",
  "unsupported",
  "unreadable",
] as const;
export type TargetState = (typeof TARGET_STATES)[number];

export interface Detection extends Target {
  environment: string;
  kubernetesVersion: string;
  architecture: Architecture;
  variant: Variant;
  state: TargetState;
  /** One sentence; for every state. */
  why: string;
  /** Unreadable because GitHub or AWS did not answer, which says nothing of the node class. */
  away?: true;
  current?: NodeImage;
  /** What AWS recommends now. */
  recommended?: NodeImage;
  /**
   * What is spoken of where that is not what AWS recommends: the newest release that the environment
   * before has verified, while a newer one is still on its way there.
   */
  candidate?: NodeImage & { release: string };
  /** The open or closed pull request that the state speaks of. */
  pull?: PullRequestRef;
  /** The record in PostgreSQL of this target's way to `recommended`, where there is one. */
  updateId?: string;
  /** ISO 8601. */
  checkedAt: string;
}

export interface PullRequestRef {
  number: number;
  /** For people. */
  url: string;
}

/** A line of the numbered notes, word for word. `release` says of which entry. */
export interface Citation {
  release: string;
  /** From 1, within that entry's text. */
  line: number;
  quote: string;
}

export const PACKAGE_CHANGES = ["changed", "added", "removed", "downgraded"] as const;
export type PackageChangeKind = (typeof PACKAGE_CHANGES)[number];

export interface PackageChange {
  name: string;
  kind: PackageChangeKind;
  from?: string;
  to?: string;
  /** The largest part of the version that differs; absent for added and removed. */
  level?: "major" | "minor" | "patch" | "release";
  /** The line of the new release's table. */
  source?: Citation;
}

export type FactorSource = "floor" | "criteria" | "model";

/** Why the risk is what it is. */
export interface Factor {
  /** `abandoned`, `containerd-major`, `notes-missing`, a criterion's id, `model-1`, … */
  id: string;
  source: FactorSource;
  /** The risk is at least this. 1 to 10. */
  risk: number;
  /** It also refuses. */
  reject: boolean;
  /** One sentence. */
  text: string;
  citations: Citation[];
}

export const SEVERITIES = ["critical", "high", "medium", "low", "unknown"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A CVE or ALAS that the notes name. */
export interface SecurityFinding {
  id: string;
  /** `fixed` by an update, `unfixed` or brought by it, or only `mentioned`. */
  status: "fixed" | "unfixed" | "mentioned";
  severity: Severity;
  citations: Citation[];
}

/** How much waiting costs: the other axis beside the risk of the change. */
export const URGENCIES = ["none", "routine", "soon", "urgent"] as const;
export type Urgency = (typeof URGENCIES)[number];

export type Verdict = "APPROVE" | "REJECT";

/** Where the notes came from. `missing` is a state of its own, never "no changes". */
export type NotesState = "release" | "changelog" | "missing" | "partly_missing";

/** One release in the range, oldest first. */
export interface ReleaseInRange {
  release: string;
  abandoned: boolean;
  notes: "release" | "changelog" | "missing";
  /** What was read, cut at 200 kB, for citations to point into. Untrusted text. */
  text: string;
  /** For people. */
  url?: string;
}

/** What became of the model's part. */
export interface ModelPart {
  modelId: string;
  /** `used` as it came, `repaired` after being asked again, `replaced` by the deterministic result alone. */
  outcome: "used" | "repaired" | "replaced";
  /** Why it was repaired or replaced: one sentence. */
  why?: string;
  /** What it said, before floors. */
  risk?: number;
  verdict?: Verdict;
  /** Claims that were dropped, because the notes do not say so. */
  dropped: number;
  inputTokens?: number;
  outputTokens?: number;
  /** Milliseconds. */
  took?: number;
}

/** The result of looking at one update. Everything in it is from the notes, the rules, or the named model. */
export interface Analysis {
  target: Target;
  kubernetesVersion: string;
  architecture: Architecture;
  variant: Variant;
  from: NodeImage;
  to: NodeImage;
  notes: NotesState;
  /** After `from` up to and with `to`, oldest first. */
  releases: ReleaseInRange[];
  packages: PackageChange[];
  /** Expected on a node of `to`, where the table says so: `containerd`, `kernel`, `kubelet`, `runc` → version. */
  promised: Record<string, string>;
  factors: Factor[];
  security: SecurityFinding[];
  urgency: Urgency;
  /** The least risk that the facts allow; the model may raise it, never lower it. */
  floor: number;
  risk: number;
  verdict: Verdict;
  /** The rules forbid a pull request: one sentence why. */
  autoRejected?: string;
  /** One line, plain text. */
  summary: string;
  /** What the model has to say, plain text paragraphs; empty when it was replaced. */
  review: string[];
  model: ModelPart;
  /** ISO 8601. */
  at: string;
}

export const DECISIONS = ["merged", "closed", "superseded", "auto_merged"] as const;
export type Decision = (typeof DECISIONS)[number];

export const OUTCOMES = ["verified", "stuck", "regressed", "reverted"] as const;
/** How the rollout ended, or stands. `stuck` may still become `verified`. */
export type Outcome = (typeof OUTCOMES)[number];

/** One target's way to one image: a row of `ami_updates`, the record that history is read from. */
export interface UpdateRecord extends Target {
  id: string;
  environment: string;
  from: NodeImage;
  to: NodeImage & { release: string };
  /** Who or what began it: a person's e-mail address, `schedule`, `event`, `promotion`. */
  startedBy: string;
  /** Only looked at: nothing was written to GitHub and nobody was told. */
  dryRun: boolean;
  analysis?: Analysis;
  /** What a dry run would have written, or what was. */
  proposal?: ProposedChange;
  pull?: PullRequestRef;
  decision?: Decision;
  /** E-mail address, `github:<login>`, or `policy`. */
  decidedBy?: string;
  decidedAt?: string;
  comment?: string;
  mergeCommit?: string;
  /** Proposed although the rules refused it: by whom, and why. They may not merge it themselves. */
  override?: { by: string; reason: string; at: string };
  outcome?: Outcome;
  outcomeAt?: string;
  /** One sentence. */
  outcomeWhy?: string;
  /** What went wrong last, and is not over: one sentence. */
  problem?: string;
  createdAt: string;
  updatedAt: string;
}

/** The change to Git, exactly. */
export interface ProposedChange {
  branch: string;
  path: string;
  /** The one line, without its line break, before and after; `line` from 1. */
  line: number;
  before: string;
  after: string;
  title: string;
  /** Markdown, escaped, with the hidden marker. */
  body: string;
}
