import "server-only";
import { held } from "@/server/platform/held";
import type { AmiParts } from "./contracts";
import { followPulls } from "./follow/follow-pulls";
import { followReverts } from "./follow/follow-reverts";
import { followRollouts } from "./follow/follow-rollouts";
import { promoteUpdates } from "./follow/promote-updates";
import { resumeUpdates } from "./follow/resume-updates";
import { settled } from "./follow/settled";
import { deliverNotices } from "./notify/deliver-notices";
import { dueKind, tell } from "./notify/notify-update";

const MOST = 1_000;

export interface Pass {
  /** Something that people see has changed. */
  changed: boolean;
  decided: number;
  outcomes: number;
  started: number;
  sent: number;
}

/**
 * One look at everything that is under way: pull requests, rollouts, promotion, what stalled, and the
 * outbox. Each part may fail by itself. @throws AppError only without PostgreSQL
 */
export async function followUpdates(parts: AmiParts): Promise<Pass> {
  const { store } = parts;
  const open = await store.list({ open: true, dryRun: false, limit: MOST });
  const decided =
    (await settled("pull requests could not be followed", () => followPulls(parts, open))) ?? 0;
  const merged = await listMerged(parts);
  const reverted =
    (await settled("reverts could not be followed", () => followReverts(parts, merged))) ?? 0;
  const standing = reverted > 0 ? await listMerged(parts) : merged;
  const ended =
    (await settled("rollouts could not be followed", () => followRollouts(parts, standing))) ?? 0;
  const outcomes = reverted + ended;
  // Read again: what was verified just now may go on at once.
  const verified = ended > 0 ? await listMerged(parts) : standing;
  const promoted =
    (await settled("updates could not be promoted", () => promoteUpdates(parts, verified))) ?? 0;
  const still = await store.list({ open: true, dryRun: false, limit: MOST });
  const resumed =
    (await settled("stalled updates could not be resumed", () => resumeUpdates(parts, still))) ?? 0;
  await settled("notices could not be written", () => tellWhatIsDue(parts));
  const sent = (await settled("notices could not be sent", () => deliverNotices(parts)))?.sent ?? 0;
  const started = promoted + resumed;
  return { changed: decided + outcomes + started + sent > 0, decided, outcomes, started, sent };
}

const listMerged = ({ store }: AmiParts) =>
  store.list({ merged: true, dryRun: false, analysis: false, limit: MOST });

/** Ids and kinds that are in the outbox for certain; asked for once per process. */
const told = () => held("ami.follow.told", () => new Set<string>());

/** A run that died between pull request and notice has told nobody. Adding a notice twice changes nothing. */
async function tellWhatIsDue(parts: AmiParts): Promise<void> {
  for (const record of await parts.store.list({ open: true, dryRun: false, limit: MOST })) {
    const kind = dueKind(record);
    const key = `${record.id} ${kind}`;
    if (!kind || told().has(key)) continue;
    await tell(parts, record, kind);
    told().add(key);
  }
}
