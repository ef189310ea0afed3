import type { BudgetNow } from "./allowed-disruptions";
import type { ApplicationFacts, ClusterFacts } from "./cluster-facts";
import type { Target } from "./config";
import type { NamedTerms } from "./expected-images";
import type { NodeImage, UpdateRecord } from "./model";
import type { ArgoState } from "./rollout";

/** What a rollout is judged by: the record of the update, and what was read of Argo CD and the cluster. */
export interface RolloutInput {
  target: Target;
  environment: string;
  /** The newest update of the target; absent when there never was one. */
  update?: Pick<
    UpdateRecord,
    | "id"
    | "from"
    | "to"
    | "pull"
    | "mergeCommit"
    | "decision"
    | "decidedAt"
    | "outcome"
    | "outcomeAt"
  >;
  /** Versions on a node of the new image, by package; see `Analysis.promised`. */
  promised: Record<string, string>;
  soakMinutes: number;
  stuckAfterMinutes: number;
  /** Absent when the cluster could not be read at all. */
  cluster?: ClusterFacts;
  /** `null` when the cluster has no such application; absent when it could not be read. */
  application?: ApplicationFacts | null;
  applicationName: string;
  /** What Argo CD synced has the merge commit; undefined when that cannot be told. */
  hasMerge?: boolean;
  /** Looked at only when the cluster seems to have gone back; see `seemsTakenBack`. */
  git?: GitNow;
  /** Budgets of the pools with what their schedules say now. */
  budgets: BudgetNow[];
  /** Parts that could not be read, one sentence each. */
  missing: string[];
  now: Date;
}

/** Git at the commit that Argo CD synced last. */
export interface GitNow {
  /** `platform/eks-config` */
  repository: string;
  commit: string;
  /** What the node class names there; absent when the manifest does not say so plainly. */
  named?: NamedTerms;
}

/** A conclusion in one sentence; `since` is when it began, ISO 8601. */
export interface Finding {
  why: string;
  since?: string;
}

export const argoOf = ({ application, hasMerge }: RolloutInput): ArgoState | undefined =>
  application
    ? {
        application: application.name,
        sync: application.sync,
        health: application.health,
        autoSync: application.autoSync,
        ...(application.revision ? { revision: application.revision } : {}),
        ...(hasMerge === undefined ? {} : { hasMerge }),
        ...(application.operation ? { operation: operationOf(application.operation) } : {}),
      }
    : undefined;

const operationOf = ({
  revision: _,
  ...shown
}: NonNullable<ApplicationFacts["operation"]>): ArgoState["operation"] => shown;

/** How a person reads an image. */
export const nameOf = (image: NodeImage): string =>
  [image.release, image.imageId && (image.release ? `(${image.imageId})` : image.imageId)]
    .filter(Boolean)
    .join(" ") || "the image";

/** The latest of several times, those that are not there left out. */
export const latest = (...times: (string | undefined)[]): string | undefined =>
  times
    .filter((time) => time !== undefined)
    .reduce<string | undefined>(
      (a, b) => (a === undefined || Date.parse(b) > Date.parse(a) ? b : a),
      undefined,
    );

/** `14:03 UTC`, or with the day when it is another one than today. */
export function clock(iso: string, now: Date): string {
  const text = new Date(iso).toISOString();
  const day = text.slice(0, 10) === now.toISOString().slice(0, 10) ? "" : `${text.slice(0, 10)} `;
  return `${day}${text.slice(11, 16)} UTC`;
}

export const minutesSince = (iso: string | undefined, now: Date): number =>
  iso === undefined ? 0 : (now.getTime() - Date.parse(iso)) / 60_000;
