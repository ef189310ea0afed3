/** What runs now beside what would run: the relation decides which sentence a person reads first. */
import { isUnread } from "./evidence-parts";
import type { Evidence, Revision } from "./model";
import { sameRevision } from "./revision-text";

export type PairKind = "FIRST" | "CHANGED" | "UNCHANGED" | "UNKNOWN";

export interface RevisionPair {
  /** The source action; pipelines may have several. */
  source: string;
  kind: PairKind;
  now?: Revision;
  next: Revision;
}

/** One pair per source of the candidate. With several sources only the one that production names is compared. */
export function pairRevisions(
  evidence: Pick<Evidence, "runningNow" | "wouldRun" | "missing">,
): RevisionPair[] {
  const now = evidence.runningNow?.revision;
  return evidence.wouldRun.revisions.map((next) => {
    const mine = now && (now.source === next.source || evidence.wouldRun.revisions.length === 1);
    if (mine) {
      return {
        source: next.source,
        kind: sameRevision(now, next) ? "UNCHANGED" : "CHANGED",
        now,
        next,
      };
    }
    // "Nothing runs" is only true when it was read; unread evidence is unknown, not first.
    const known = !isUnread(evidence, "runningNow") && !evidence.runningNow;
    return { source: next.source, kind: known ? "FIRST" : "UNKNOWN", next };
  });
}
