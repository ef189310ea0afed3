import type { LaneTarget, UpdateBrief } from "./views";

/**
 * The update that says something of what a target waits for now: an older one's risk is none of the
 * recommended image's. An up-to-date target shows how it came there.
 */
export function updateShown({
  state,
  recommended,
  update,
}: Pick<LaneTarget, "state" | "recommended" | "update">): UpdateBrief | undefined {
  if (!update || !recommended || state === "up_to_date") return update;
  return update.to.imageId === recommended.imageId ? update : undefined;
}
