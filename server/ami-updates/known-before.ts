import "server-only";
import type { ClustersView, LaneTarget, RolloutPageView } from "@/lib/ami-updates/views";
import { AppError } from "@/server/platform/errors";

/**
 * The clusters as just read, unless nothing of them could be and more was known before: then that stays
 * on the screens, with its age. @throws AppError upstream, one sentence on what does not answer
 */
export function clustersOrKnown(
  view: ClustersView,
  previous: ClustersView | undefined,
): ClustersView {
  const targets = targetsOf(view);
  const away = targets.find((target) => target.away);
  const readable = ({ state }: LaneTarget) => state !== "unreadable" && state !== "unsupported";
  if (away && !targets.some(readable) && targetsOf(previous).some(readable))
    throw new AppError("upstream", away.why);
  return view;
}

/** A rollout as just read, unless its cluster did not answer and its nodes were known before. @throws AppError upstream */
export function rolloutOrKnown(
  view: RolloutPageView,
  previous: RolloutPageView | undefined,
): RolloutPageView {
  const { unread, missing } = view.rollout;
  if (unread && previous && !previous.rollout.unread)
    throw new AppError("upstream", missing[0] ?? "The cluster does not answer.");
  return view;
}

const targetsOf = (view: ClustersView | undefined): LaneTarget[] =>
  view?.on ? view.lanes.flatMap(({ targets }) => targets) : [];
