"use client";

import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { canRunDetection } from "@/lib/ami-updates/eligibility";
import { amiTopics } from "@/lib/ami-updates/keys";
import { whyNot } from "@/lib/platform/eligibility";
import type { Role } from "@/lib/platform/permissions";
import { runDetectionAction } from "@/server/ami-updates/actions";

/** Looks for new images now, and starts what is due. */
export function useCheckNow(role: Role) {
  const { run, pending, problem } = useServerAction({
    action: runDetectionAction,
    said: ({ message }) => message,
    reads: [liveKey(amiTopics.clusters())],
  });
  return {
    button: (
      <ActionButton
        variant="primary"
        pending={pending}
        disabledWhy={whyNot(canRunDetection({ role, stale: false }))}
        onPress={() => run({})}
      >
        Check now
      </ActionButton>
    ),
    problem: problem ? <ProblemNote problem={problem} onRetry={() => run({})} /> : null,
  };
}
