import "server-only";
import type { ApprovalView } from "@/lib/releases/model";
import { held } from "@/server/platform/held";
import { redis } from "@/server/redis";

const KEEP_S = 24 * 3_600;
const MAX_HERE = 200;

const here = () => held("releases.evidence", () => new Map<string, ApprovalView>());
const key = (hash: string) => `evidence:${hash}`;

/** The view as it was first read, when nothing in it is new: a look alone is not a change. */
export function sameAsKept(view: ApprovalView): ApprovalView {
  const known = here().get(view.evidenceHash);
  if (!known) return view;
  const again = { ...view, readAt: known.readAt };
  return JSON.stringify(again) === JSON.stringify(known) ? known : view;
}

/** Keeps what was shown, so that a later `stale` can say what changed since. */
export function keepEvidence(view: ApprovalView): void {
  if (here().get(view.evidenceHash) === view) return;
  here().set(view.evidenceHash, view);
  const oldest = here().keys().next();
  if (here().size > MAX_HERE && !oldest.done) here().delete(oldest.value);
  redis()
    .set(key(view.evidenceHash), JSON.stringify(view), "EX", KEEP_S)
    .catch(() => undefined);
}

/** What was shown under this hash; undefined when nobody remembers. */
export async function recallEvidence(hash: string): Promise<ApprovalView | undefined> {
  const known = here().get(hash);
  if (known) return known;
  const text = await redis()
    .get(key(hash))
    .catch(() => null);
  return text ? (JSON.parse(text) as ApprovalView) : undefined;
}
