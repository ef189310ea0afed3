"use client";

import { useLive } from "@/components/shell/live/use-live";
import { topics } from "@/lib/releases/keys";
import type { ActionView, BuildView, DeploymentView } from "@/lib/releases/model";
import { buildProgress, deploymentInWork } from "@/lib/releases/progress";

/** How far a running build or deployment is, in its own units; nothing for what has none. */
export function ActionProgress({
  action,
}: {
  action: Pick<ActionView, "provider" | "externalId">;
}) {
  const { provider, externalId } = action;
  if (!externalId) return null;
  if (provider === "CodeBuild") return <BuildProgress id={externalId} />;
  if (provider.startsWith("CodeDeploy")) return <DeploymentProgress id={externalId} />;
  return null;
}

function BuildProgress({ id }: { id: string }) {
  const build = useLive<BuildView>(topics.build(id)).snapshot?.data;
  return build?.status === "IN_PROGRESS" ? <> · {lower(buildProgress(build).text)}</> : null;
}

const WAITS = {
  READY_WAIT: "waits before traffic goes to the new instances",
  TERMINATION_WAIT: "traffic moved, old instances kept",
} as const;

function DeploymentProgress({ id }: { id: string }) {
  const view = useLive<DeploymentView>(topics.deployment(id)).snapshot?.data;
  if (view?.waitsFor) return <> · {WAITS[view.waitsFor.kind]}</>;
  return view?.status === "InProgress" ? <> · {lower(deploymentInWork(view).text)}</> : null;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
