import { StatusBadge } from "@/components/data/status-badge";
import { rolloutLook, STATE_LOOK } from "@/lib/ami-updates/looks";
import type { LaneTarget } from "@/lib/ami-updates/views";

/** A node class in one badge. While a merged change is under way, that says more than what Git has. */
export function TargetState({ target, size }: { target: LaneTarget; size?: "sm" | "md" }) {
  const look =
    target.rollout && target.state === "up_to_date"
      ? rolloutLook(target.rollout)
      : STATE_LOOK[target.state];
  return <StatusBadge {...look} {...(size ? { size } : {})} />;
}

/** The sentence beside the badge. */
export const whyOf = (target: LaneTarget): string =>
  target.rollout && target.state === "up_to_date" ? target.rollout.why : target.why;
