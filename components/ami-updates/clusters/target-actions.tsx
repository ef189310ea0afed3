"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { canDryRun, canLift, canOverride, whyNot } from "@/lib/ami-updates/eligibility";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { LaneTarget } from "@/lib/ami-updates/views";
import type { Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";
import {
  dryRunAction,
  liftSkipAction,
  overrideRejectionAction,
} from "@/server/ami-updates/actions";

const ReasonDialog = dynamic(() =>
  import("@/components/ami-updates/parts/reason-dialog").then((module) => module.ReasonDialog),
);

const READS = [liveKey(amiTopics.clusters())];

/** What may be done with a node class that is not proposed: look without writing, or overrule. */
export function TargetActions({
  target,
  role,
  stale,
}: {
  target: LaneTarget;
  role: Role;
  stale: boolean;
}) {
  const { state, update } = target;
  const differs =
    target.recommended !== undefined &&
    state !== "up_to_date" &&
    state !== "unsupported" &&
    state !== "unreadable";
  return (
    <>
      {state === "skipped" ? <LiftSkip target={target} role={role} stale={stale} /> : null}
      {state === "rejected" && update ? (
        <Override target={target} updateId={update.id} role={role} stale={stale} />
      ) : null}
      {differs ? <DryRun target={target} role={role} stale={stale} /> : null}
    </>
  );
}

function DryRun({ target, role, stale }: { target: LaneTarget; role: Role; stale: boolean }) {
  const router = useRouter();
  const { cluster, nodeClass } = target;
  const { run, pending, problem } = useServerAction({
    action: dryRunAction,
    said: ({ message }) => message,
    reads: READS,
    onSettled: (told) => told?.updateId && router.push(routes.amiProposal(told.updateId)),
  });
  return (
    <>
      <ActionButton
        size="sm"
        pending={pending}
        disabledWhy={whyNot(canDryRun({ role, stale, state: target.state }))}
        onPress={() => run({ cluster, nodeClass })}
      >
        Dry run
      </ActionButton>
      {problem ? (
        <p role="alert" className="basis-full text-meta text-failed">
          {problem.message}
        </p>
      ) : null}
    </>
  );
}

function LiftSkip({ target, role, stale }: { target: LaneTarget; role: Role; stale: boolean }) {
  const [asked, setAsked] = useState(false);
  const { cluster, nodeClass } = target;
  const action = useServerAction({
    action: liftSkipAction,
    said: ({ message }) => message,
    reads: READS,
    onSettled: () => setAsked(false),
  });
  const disabledWhy = whyNot(canLift({ role, stale, state: target.state }));
  return (
    <>
      <ActionButton size="sm" disabledWhy={disabledWhy} onPress={() => setAsked(true)}>
        Lift the skip…
      </ActionButton>
      {asked ? (
        <ReasonDialog
          title={`Lift the skip of ${cluster}/${nodeClass}?`}
          consequence={`A pull request for ${target.recommended?.release ?? "this image"} may be opened again. You may not merge it yourself then.`}
          confirm="Lift the skip"
          required
          pending={action.pending}
          problem={action.problem}
          disabledWhy={disabledWhy}
          onClose={() => setAsked(false)}
          onConfirm={(reason) => action.run({ cluster, nodeClass, reason })}
        />
      ) : null}
    </>
  );
}

function Override({
  target,
  updateId,
  role,
  stale,
}: {
  target: LaneTarget;
  updateId: string;
  role: Role;
  stale: boolean;
}) {
  const [asked, setAsked] = useState(false);
  const action = useServerAction({
    action: overrideRejectionAction,
    said: ({ message }) => message,
    reads: READS,
    onSettled: () => setAsked(false),
  });
  const disabledWhy = whyNot(
    canOverride({
      role,
      stale,
      dryRun: false,
      autoRejected: true,
      ...(target.update?.overriddenBy && { overriddenBy: target.update.overriddenBy }),
    }),
  );
  return (
    <>
      <ActionButton
        size="sm"
        variant="danger"
        disabledWhy={disabledWhy}
        onPress={() => setAsked(true)}
      >
        Override the rejection…
      </ActionButton>
      {asked ? (
        <ReasonDialog
          title="Propose in spite of the rules?"
          consequence={`${target.why} A pull request is opened all the same; somebody else has to merge it.`}
          confirm="Propose it"
          danger
          required
          pending={action.pending}
          problem={action.problem}
          disabledWhy={disabledWhy}
          onClose={() => setAsked(false)}
          onConfirm={(reason) => action.run({ updateId, reason })}
        />
      ) : null}
    </>
  );
}
