"use client";

import { useLive } from "@/components/shell/live/use-live";
import { topics } from "@/lib/releases/keys";
import type { DeploymentView } from "@/lib/releases/model";

/** The deployment at the other end of a rollback, live; undefined without one. */
export function useCounterpart(view: DeploymentView): DeploymentView | undefined {
  const other = view.rollback?.of ?? view.rollback?.by;
  // Without another end this watches what the page watches anyway.
  const live = useLive<DeploymentView>(topics.deployment(other ?? view.id));
  return other ? live.snapshot?.data : undefined;
}
