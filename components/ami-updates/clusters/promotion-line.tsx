"use client";

import { StatusIcon } from "@/components/data/status-icon";
import { Timestamp } from "@/components/data/timestamp";
import type { Promotion } from "@/lib/ami-updates/views";
import type { Tone } from "@/lib/platform/status";

const TONE: Record<Promotion["standing"], Tone> = {
  none: "skipped",
  undecided: "waiting",
  rolling_out: "running",
  trouble: "failed",
  soaking: "queued",
  soaked: "succeeded",
};

/** What promotion into this lane waits for. */
export function PromotionLine({ after }: { after: Promotion | undefined }) {
  if (!after) return <p className="text-meta text-muted">New releases are proposed here first.</p>;
  return (
    <p className="flex items-start gap-1.5 text-meta text-muted">
      <StatusIcon tone={TONE[after.standing]} className="mt-px size-3.5" />
      <span>{sentence(after)}</span>
    </p>
  );
}

function sentence({ environment, standing, release, soakedAt }: Promotion) {
  switch (standing) {
    case "none":
      return `Nothing comes from ${environment} yet.`;
    case "undecided":
      return `Waits for ${environment}, where ${release} is not decided for every node class.`;
    case "rolling_out":
      return `Waits for ${environment}, where ${release} is rolling out.`;
    case "trouble":
      return `Stopped: ${release} did not end well in ${environment}.`;
    case "soaking":
      return (
        <>
          {release} is verified in {environment}; its soak time is over <Timestamp at={soakedAt} />.
        </>
      );
    case "soaked":
      return (
        <>
          {release} has soaked in {environment} since <Timestamp at={soakedAt} />.
        </>
      );
  }
}
