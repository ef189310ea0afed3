"use client";

import { RollbackStory } from "@/components/releases/deployment/rollback-story";
import { useLive } from "@/components/shell/live/use-live";
import { topics } from "@/lib/releases/keys";
import type { DeploymentView, FleetView } from "@/lib/releases/model";
import { rollbackStory } from "@/lib/releases/story";

/** The story of a deployment that failed or rolled back; reads the deployment at its other end. Nothing otherwise. */
export function StoryPanel({
  view,
  fleet,
}: {
  view: DeploymentView;
  fleet: FleetView | undefined;
}) {
  const other = view.rollback?.of ?? view.rollback?.by;
  if (other) return <WithCounterpart view={view} fleet={fleet} other={other} />;
  const story = rollbackStory({ view, ...(fleet ? { fleet } : {}) });
  return story ? <RollbackStory story={story} hereId={view.id} /> : null;
}

function WithCounterpart({
  view,
  fleet,
  other,
}: {
  view: DeploymentView;
  fleet: FleetView | undefined;
  other: string;
}) {
  const counterpart = useLive<DeploymentView>(topics.deployment(other)).snapshot?.data;
  const story = rollbackStory({
    view,
    ...(counterpart ? { counterpart } : {}),
    ...(fleet ? { fleet } : {}),
  });
  return story ? <RollbackStory story={story} hereId={view.id} /> : null;
}
