"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useReleaseAction } from "@/components/releases/parts/use-release-action";
import type { Role } from "@/lib/platform/permissions";
import { retryConsequence } from "@/lib/releases/consequence";
import { canRetry } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { RetryStageInput, Revision, StageView } from "@/lib/releases/model";
import { whyNot } from "@/lib/releases/why-not";
import { retryStageAction } from "@/server/releases/actions";

const ConfirmDialog = dynamic(() =>
  import("@/components/releases/parts/confirm-dialog").then((module) => module.ConfirmDialog),
);

/** Retry for a stage that failed or was stopped; the reason stands beside the button when it is off. */
export function RetryStage({
  pipeline,
  stage,
  revision,
  role,
  stale,
}: {
  pipeline: string;
  stage: StageView;
  revision: Revision | undefined;
  role: Role;
  stale: boolean;
}) {
  const [open, setOpen] = useState(false);
  const action = useReleaseAction<RetryStageInput>({
    action: retryStageAction,
    topics: [topics.pipeline(pipeline), topics.pipelines()],
    onSettled: () => setOpen(false),
  });
  const { executionId, status } = stage;
  if (!executionId || (status !== "Failed" && status !== "Stopped")) return null;
  // The stage's own verdict knows what the browser cannot; the person's part is decided here.
  const person = canRetry({ role, stale, status, isLatestInStage: true, isSource: false });
  const why = whyNot(stage.retry, person);
  return (
    <div className="grid gap-1 border-t p-2">
      <ActionButton size="sm" disabledWhy={why} onPress={() => setOpen(true)}>
        Retry stage…
      </ActionButton>
      {why ? <p className="text-meta text-muted">{why}</p> : null}
      {open ? (
        <ConfirmDialog
          open
          onOpenChange={setOpen}
          title={`Retry ${stage.name}?`}
          consequence={retryConsequence(stage, revision)}
          confirm="Retry stage"
          pending={action.pending}
          disabledWhy={why}
          problem={action.problem}
          onConfirm={() =>
            action.run({ pipeline, stage: stage.name, executionId, mode: "FAILED_ACTIONS" })
          }
        />
      ) : null}
    </div>
  );
}
