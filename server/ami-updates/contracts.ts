import "server-only";
import type { AmiConfig, Target } from "@/lib/ami-updates/config";
import type {
  Analysis,
  NodeImage,
  Outcome,
  ProposedChange,
  PullRequestRef,
  UpdateRecord,
} from "@/lib/ami-updates/model";
import type { AmiNotice } from "@/lib/ami-updates/notice";
import type { ReviewAnswer, ReviewAsk } from "@/server/aws/bedrock-runtime/reviewer";
import type { GitHub } from "@/server/github/contracts";
import type { Clusters } from "@/server/kubernetes/contracts";

export type { ReviewAnswer, ReviewAsk };

/**
 * What the engine stands on. It knows no environment variable, no session and no framework: the
 * console, the Lambda functions and tests each put these parts together (`assemble.ts`).
 */
export interface AmiParts {
  /** The reviewed configuration, as it is now. */
  config(): AmiConfig;
  images: ImageCatalogue;
  github: GitHub;
  clusters: Clusters;
  reviewer: Reviewer;
  store: UpdateStore;
  channels: Channel[];
  executions: Executions;
  now(): Date;
  /** The console's own address, for links in messages; absent where none is known. */
  consoleUrl?: string;
}

/** SSM and EC2: which image is recommended, and which release an image is. */
export interface ImageCatalogue {
  /** Values by name; a parameter that is not there is absent. At most one look per distinct name. @throws AppError */
  parameters(names: string[]): Promise<Map<string, string>>;
  /** Images by id: their name (`amazon-eks-node-al2023-x86_64-standard-1.34-v20260714`) and creation. Unknown ones are absent. */
  describe(imageIds: string[]): Promise<Map<string, { name: string; createdAt?: string }>>;
}

/** The model on Bedrock, asked once. Says what came; judging it is the engine's work. */
export interface Reviewer {
  modelId: string;
  /**
   * The notes are guarded where a guardrail is set; what it stops is an answer too.
   * @throws AppError throttled, upstream
   */
  review(ask: ReviewAsk, signal?: AbortSignal): Promise<ReviewAnswer>;
}

/** PostgreSQL: the record of each update. Every write is guarded, so that two runs at once do not undo each other. */
export interface UpdateStore {
  /**
   * The record of this way (target, from → to, dry run or not), made when there is none.
   * Concurrent callers get the same one.
   */
  open(
    way: Target & {
      environment: string;
      from: NodeImage;
      to: NodeImage & { release: string };
      dryRun: boolean;
      startedBy: string;
    },
  ): Promise<UpdateRecord>;
  byId(id: string): Promise<UpdateRecord | undefined>;
  /** The newest that is no dry run, of this target and `to`'s image or release where given; without the notes' texts. */
  latest(target: Target, to?: NodeImage): Promise<UpdateRecord | undefined>;
  /** Newest first; `before` is the last one's id of the page before. Analyses come without the notes' texts. */
  list(query: {
    target?: Target;
    /** Not decided yet. */
    open?: boolean;
    /** Merged, whatever became of it since. */
    merged?: boolean;
    /** False leaves analyses out. */
    analysis?: boolean;
    dryRun?: boolean;
    limit: number;
    before?: string;
  }): Promise<UpdateRecord[]>;
  saveAnalysis(id: string, analysis: Analysis): Promise<void>;
  saveProposal(id: string, proposal: ProposedChange, pull?: PullRequestRef): Promise<void>;
  /**
   * Who is about to decide, written before GitHub is asked: when the console dies in between, whoever
   * finds the merge knows whose it was. Undefined takes it back. False when it was decided already.
   */
  intendDecision(
    id: string,
    intent: { by: string; comment?: string } | undefined,
  ): Promise<boolean>;
  /** False when a decision was there already; it stays. */
  saveDecision(
    id: string,
    decision: Pick<
      UpdateRecord,
      "decision" | "decidedBy" | "decidedAt" | "comment" | "mergeCommit"
    >,
  ): Promise<boolean>;
  saveOverride(id: string, override: NonNullable<UpdateRecord["override"]>): Promise<boolean>;
  saveOutcome(id: string, outcome: Outcome, why: string, at: Date): Promise<void>;
  saveProblem(id: string, problem: string | undefined): Promise<void>;
  /** Lifts of a skip: the newest for a target and image. */
  lifts: {
    add(lift: SkipLift): Promise<void>;
    find(target: Target, imageOrRelease: string): Promise<SkipLift | undefined>;
  };
  /** Only one of all processes does `work` for `key` at a time; the others wait, at most `waitMs`. @throws AppError conflict */
  exclusively<T>(key: string, work: () => Promise<T>, waitMs?: number): Promise<T>;
  notifications: NotificationStore;
}

export interface SkipLift extends Target {
  /** The image id or alias that was skipped. */
  image: string;
  by: string;
  reason: string;
  at: string;
}

export interface Delivery extends AmiNotice {
  id: string;
  channel: string;
  state: "pending" | "sent" | "failed";
  attempts: number;
  lastError?: string;
  createdAt: string;
  sentAt?: string;
}

/** The delivery log, and the outbox: a notice is written before it is sent, once per update, kind and channel. */
export interface NotificationStore {
  add(notice: AmiNotice, channels: string[]): Promise<void>;
  /** Those that are due, taken for `leaseMs` so that nobody else sends them meanwhile. */
  take(limit: number, leaseMs: number): Promise<Delivery[]>;
  settle(
    id: string,
    result: { sent: true } | { sent: false; error: string; retryAt?: Date },
  ): Promise<void>;
  of(updateId: string): Promise<Delivery[]>;
}

/** SNS, Slack. @throws AppError; `retryable` says whether trying again may help. */
export interface Channel {
  name: "sns" | "slack";
  send(notice: AmiNotice): Promise<void>;
}

/** What a run of the state machine works on; also the input of every Lambda function of it. */
export interface UpdateRun extends Target {
  from: NodeImage;
  to: NodeImage & { release: string };
  startedBy: string;
  dryRun?: boolean;
  /** Tells a deliberate further run (after a lift, an override, a failure) from the same start again. */
  attempt?: string;
}

/** Step Functions, or the same steps in this process where no state machine is configured. */
export interface Executions {
  /** Named after target and image, so that a second start is the first. @returns its ARN, or undefined in process */
  start(run: UpdateRun): Promise<{ started: boolean; arn?: string }>;
}
