"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { whyNot } from "@/lib/platform/eligibility";
import type { Role } from "@/lib/platform/permissions";
import { releaseConsequence } from "@/lib/releases/consequence";
import { canStart } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { PipelineView } from "@/lib/releases/model";
import { startPipelineAction } from "@/server/releases/actions";

const ConfirmDialog = dynamic(
  () => import("@/components/data/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Starts the pipeline with the newest source, after its consequence was read. */
export function ReleaseChange({
  view,
  role,
  stale,
}: {
  view: PipelineView;
  role: Role;
  stale: boolean;
}) {
  const [open, setOpen] = useState(false);
  const action = useServerAction({
    action: startPipelineAction,
    said: ({ message }) => message,
    reads: [topics.pipeline(view.name), topics.pipelines()].map(liveKey),
    onSettled: () => setOpen(false),
  });
  const why = whyNot(canStart({ role, stale, sourceDisabled: false }), view.start);
  return (
    <>
      <ActionButton
        // One primary action per view: while an approval waits, that is the decision.
        variant={view.approvals.length > 0 ? "secondary" : "primary"}
        disabledWhy={why}
        onPress={() => setOpen(true)}
      >
        Release change…
      </ActionButton>
      {open ? (
        <ConfirmDialog
          onClose={() => setOpen(false)}
          title={`Release a change through ${view.name}?`}
          consequence={releaseConsequence(view)}
          confirm="Release change"
          pending={action.pending}
          disabledWhy={why}
          problem={action.problem}
          onConfirm={() => action.run({ pipeline: view.name })}
        />
      ) : null}
    </>
  );
}
