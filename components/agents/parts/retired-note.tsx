"use client";

import { Archive } from "lucide-react";
import { BringBack } from "@/components/agents/parts/bring-back";
import { Foreign } from "@/components/data/foreign";
import { Timestamp } from "@/components/data/timestamp";
import { RETIRED_FOLDER_WORDS } from "@/lib/agents/agent-words";
import { offSentence } from "@/lib/agents/eligibility";
import type { RetiredAgent } from "@/lib/agents/views";

/** Retired: by whom, why, since when, what stays, and the way back. */
export function RetiredNote({
  retired,
  version,
  inFolder,
}: {
  retired: RetiredAgent;
  /** The newest one; absent where the versions stand below, each with its own way back. */
  version: number | undefined;
  inFolder: boolean;
}) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border border-line-strong bg-raised px-3 py-2"
    >
      <Archive aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 basis-72">
        <p>
          <strong className="font-semibold">
            <Foreign text={offSentence(retired)} />
          </strong>{" "}
          <span className="text-muted">
            Retired <Timestamp at={retired.at} />. Its sessions, traces, memories and versions stay
            readable.
          </span>
        </p>
        {inFolder ? <p className="text-muted">{RETIRED_FOLDER_WORDS}</p> : null}
      </div>
      {version === undefined ? null : <BringBack agent={retired.agent} version={version} />}
    </div>
  );
}
