"use client";

import { Foreign } from "@/components/data/foreign";
import { ReasonAction } from "@/components/data/reason-action";
import { StatusIcon } from "@/components/data/status-icon";
import { OutsideLink } from "@/components/data/text-link";
import { Elapsed } from "@/components/data/timestamp";
import { liveKey } from "@/components/shell/live/keys";
import { cn } from "@/components/ui/cn";
import { canRevert } from "@/lib/ami-updates/eligibility";
import { amiTopics } from "@/lib/ami-updates/keys";
import { rolloutLook } from "@/lib/ami-updates/looks";
import type { RolloutView } from "@/lib/ami-updates/rollout";
import { whyNot } from "@/lib/platform/eligibility";
import type { Role } from "@/lib/platform/permissions";
import { revertUpdateAction } from "@/server/ami-updates/actions";

const FRAME: Record<string, string> = {
  verified: "border-succeeded bg-tint-succeeded",
  stuck: "border-waiting bg-tint-waiting",
  regressed: "border-failed bg-tint-failed",
};

/** How it stands: verified, stuck or regressed, why and since when; the way back is one press. */
export function OutcomePanel({
  rollout,
  role,
  stale,
}: {
  rollout: RolloutView;
  role: Role;
  stale: boolean;
}) {
  const { outcome, why, since, revert, updateId, phase } = rollout;
  const bad = outcome === "stuck" || outcome === "regressed";
  return (
    <div
      role={bad ? "alert" : "status"}
      className={cn(
        "flex flex-wrap items-center gap-3 rounded-md border px-3 py-2",
        FRAME[outcome ?? ""],
      )}
    >
      <p className="flex min-w-0 flex-1 basis-60 items-start gap-3">
        <StatusIcon {...rolloutLook(rollout)} className="mt-0.5 size-4" />
        <span className="min-w-0">
          <Foreign text={why} />
          {since && bad ? (
            <span className="text-muted">
              {" "}
              For <Elapsed since={since} />.
            </span>
          ) : null}
          {revert ? (
            <>
              {" "}
              Taken back by <OutsideLink href={revert.url}>#{revert.number}</OutsideLink>.
            </>
          ) : null}
        </span>
      </p>
      {updateId && !revert && phase !== "waiting_for_merge" && outcome !== "reverted" ? (
        <Revert rollout={rollout} updateId={updateId} role={role} stale={stale} prominent={bad} />
      ) : null}
    </div>
  );
}

function Revert({
  rollout: { cluster, nodeClass, from, total, outcome },
  updateId,
  role,
  stale,
  prominent,
}: {
  rollout: RolloutView;
  updateId: string;
  role: Role;
  stale: boolean;
  prominent: boolean;
}) {
  const back = from?.release ?? from?.imageId ?? "the image before";
  return (
    <ReasonAction
      label="Propose the revert…"
      variant={prominent ? "danger" : "secondary"}
      disabledWhy={whyNot(
        canRevert({ role, stale, decision: "merged", ...(outcome && { outcome }) }),
      )}
      action={revertUpdateAction}
      input={(reason) => ({ updateId, reason })}
      reads={[
        liveKey(amiTopics.rollout(cluster, nodeClass)),
        liveKey(amiTopics.clusters()),
        liveKey(amiTopics.proposal(updateId)),
      ]}
      title={`Propose to go back to ${back}?`}
      consequence={`A pull request changes the one line back. Once it is merged, Karpenter replaces the nodes of ${cluster}/${nodeClass} again, ${total} in all.`}
      confirm="Propose the revert"
      danger
    />
  );
}
