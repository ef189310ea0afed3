"use client";

import { useRouter } from "next/navigation";
import { ActionButton } from "@/components/data/action-button";
import { ReasonAction } from "@/components/data/reason-action";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { canDryRun, canLift, canOverride } from "@/lib/ami-updates/eligibility";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { LaneTarget } from "@/lib/ami-updates/views";
import { whyNot } from "@/lib/platform/eligibility";
import type { Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";
import {
  dryRunAction,
  liftSkipAction,
  overrideRejectionAction,
} from "@/server/ami-updates/actions";

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
  const { cluster, nodeClass, recommended, state } = target;
  return (
    <ReasonAction
      label="Lift the skip…"
      size="sm"
      disabledWhy={whyNot(canLift({ role, stale, state }))}
      action={liftSkipAction}
      input={(reason) => ({ cluster, nodeClass, reason })}
      reads={READS}
      title={`Lift the skip of ${cluster}/${nodeClass}?`}
      consequence={`A pull request for ${recommended?.release ?? "this image"} may be opened again. You may not merge it yourself then.`}
      confirm="Lift the skip"
    />
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
  const overriddenBy = target.update?.overriddenBy;
  const facts = { role, stale, dryRun: false, autoRejected: true };
  return (
    <ReasonAction
      label="Override the rejection…"
      variant="danger"
      size="sm"
      disabledWhy={whyNot(canOverride({ ...facts, ...(overriddenBy && { overriddenBy }) }))}
      action={overrideRejectionAction}
      input={(reason) => ({ updateId, reason })}
      reads={READS}
      title="Propose in spite of the rules?"
      consequence={`${target.why} A pull request is opened all the same; somebody else has to merge it.`}
      confirm="Propose it"
      danger
    />
  );
}
