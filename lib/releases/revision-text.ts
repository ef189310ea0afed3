/** What to call a revision: people know a commit by its subject, AWS by its id. */
import { isolate } from "@/lib/platform/plain-text";
import type { Revision } from "./model";

/** Seven characters of a commit hash; other ids cut in the middle by the view, so returned whole. */
export const shortId = (id: string): string => (/^[0-9a-f]{40}$/i.test(id) ? id.slice(0, 7) : id);

/** An execution id is a UUID; its first eight characters are what AWS's own console shows. */
export const shortExecution = (id: string): string => id.slice(0, 8);

/** The first line of what the revision says of itself; never empty. */
export function revisionSubject(revision: Revision | undefined): string {
  if (!revision) return "Unknown revision";
  const text = revision.commit?.subject ?? revision.summary?.split("\n")[0];
  return text?.trim() || shortId(revision.id);
}

/** The commit's short hash where one is known, else the source's revision id. */
export const revisionId = (revision: Revision): string =>
  revision.commit ? shortId(revision.commit.id) : shortId(revision.id);

/** `“v1.2: emphasis toggles” (3f2a1b0)` for sentences that must name a revision. */
export function revisionName(revision: Revision | undefined): string {
  if (!revision) return "an unknown revision";
  const subject = isolate(revisionSubject(revision));
  const id = revisionId(revision);
  return subject === id ? id : `“${subject}” (${id})`;
}

/** Two revisions are the same code: same commit, or, where no commit is known, the same source revision. */
export function sameRevision(a: Revision | undefined, b: Revision | undefined): boolean {
  if (!a || !b) return false;
  if (a.commit && b.commit) return a.commit.id === b.commit.id;
  return a.id === b.id;
}
