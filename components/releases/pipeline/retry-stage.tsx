"use client";

import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { whyNot } from "@/lib/platform/eligibility";
import type { Role } from "@/lib/platform/permissions";
import { retryConsequence } from "@/lib/releases/consequence";
import { canRetry } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { Revision, StageView } from "@/lib/releases/model";
import { retryStageAction } from "@/server/releases/actions";

const ConfirmDialog = dynamic(
  () => import("@/components/data/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
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
  const whyId = useId();
  const [open, setOpen] = useState(false);
  const action = useServerAction({
    action: retryStageAction,
    said: ({ message }) => message,
    reads: [topics.pipeline(pipeline), topics.pipelines()].map(liveKey),
    onSettled: () => setOpen(false),
  });
  const { executionId, status } = stage;
  if (!executionId || (status !== "Failed" && status !== "Stopped")) return null;
  // The stage's own verdict knows what the browser cannot; the person's part is decided here.
  const person = canRetry({ role, stale, status, isLatestInStage: true, isSource: false });
  const why = whyNot(stage.retry, person);
  return (
    <div className="grid gap-1 border-t p-2">
      <ActionButton size="sm" disabledWhy={why} whyId={whyId} onPress={() => setOpen(true)}>
        Retry stage…
      </ActionButton>
      {why ? (
        <p id={whyId} className="text-meta text-muted">
          {why}
        </p>
      ) : null}
      {open ? (
        <ConfirmDialog
          onClose={() => setOpen(false)}
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
