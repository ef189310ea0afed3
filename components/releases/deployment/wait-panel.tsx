"use client";

import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { StatusIcon } from "@/components/data/status-icon";
import { Timestamp } from "@/components/data/timestamp";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { whyNot } from "@/lib/platform/eligibility";
import type { Role } from "@/lib/platform/permissions";
import { continueConsequence } from "@/lib/releases/consequence";
import { canContinue } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { DeploymentView } from "@/lib/releases/model";
import { continueDeploymentAction } from "@/server/releases/actions";

const ConfirmDialog = dynamic(
  () => import("@/components/data/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

const WORDS = {
  READY_WAIT: {
    tone: "waiting",
    says: "The new instances are ready and get no traffic yet.",
    until: "It stops by itself",
    button: "Send traffic now",
    title: "Send all traffic to the new instances now?",
    danger: false,
  },
  TERMINATION_WAIT: {
    tone: "queued",
    says: "Traffic goes to the new instances; the old ones are kept for a quick way back.",
    until: "They end by themselves",
    button: "End the old instances now",
    title: "End the old instances now?",
    danger: true,
  },
} as const;

/** Blue/green: what the deployment waits for, until when, and the way to end the wait. */
export function WaitPanel({
  view,
  role,
  stale,
}: {
  view: DeploymentView;
  role: Role;
  stale: boolean;
}) {
  const whyId = useId();
  const [open, setOpen] = useState(false);
  const action = useServerAction({
    action: continueDeploymentAction,
    said: ({ message }) => message,
    reads: [topics.deployment(view.id), topics.fleet(view.application, view.deploymentGroup)].map(
      liveKey,
    ),
    onSettled: () => setOpen(false),
  });
  const { waitsFor } = view;
  if (!waitsFor) return null;
  const words = WORDS[waitsFor.kind];
  const why = whyNot(
    canContinue({ role, stale, status: view.status, waitsFor: waitsFor.kind, wait: waitsFor.kind }),
    view.continue,
  );
  return (
    <section
      aria-label="What it waits for"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line-strong p-3"
    >
      <div className="flex min-w-0 flex-1 basis-72 gap-2">
        <StatusIcon tone={words.tone} className="mt-0.5" />
        <div>
          <p className="font-medium">{words.says}</p>
          {waitsFor.until ? (
            <p className="text-muted">
              {words.until} <Timestamp at={waitsFor.until} />.
            </p>
          ) : null}
          {why ? (
            <p id={whyId} className="text-meta text-muted">
              {why}
            </p>
          ) : null}
        </div>
      </div>
      <ActionButton
        variant={words.danger ? "danger" : "primary"}
        disabledWhy={why}
        whyId={whyId}
        className="max-sm:w-full"
        onPress={() => setOpen(true)}
      >
        {words.button}…
      </ActionButton>
      {open ? (
        <ConfirmDialog
          onClose={() => setOpen(false)}
          title={words.title}
          consequence={continueConsequence(waitsFor.kind, view)}
          confirm={words.button}
          danger={words.danger}
          pending={action.pending}
          disabledWhy={why}
          problem={action.problem}
          onConfirm={() => action.run({ deploymentId: view.id, wait: waitsFor.kind })}
        />
      ) : null}
    </section>
  );
}
