"use client";

import dynamic from "next/dynamic";
import type { Base } from "@/components/agents/edit/use-draft";
import { PageHead } from "@/components/data/page-head";
import { Skeleton } from "@/components/ui/skeleton";
import { agentTitle } from "@/lib/agents/call-words";
import type { EditorParts } from "@/lib/agents/views";

const AgentEditor = dynamic(
  () => import("@/components/agents/edit/agent-editor").then((module) => module.AgentEditor),
  {
    // What was typed before lies in the browser: the server would draw something else.
    ssr: false,
    loading: () => (
      <div aria-busy="true" className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-[40rem]" />
        <Skeleton className="h-60 max-xl:hidden" />
      </div>
    ),
  },
);

/** The form's page; the form itself comes late, with all that checks it. */
export function EditorPage({
  agent,
  newest,
  parts,
}: {
  agent?: string;
  newest?: Base;
  parts: EditorParts;
}) {
  return (
    <div className="grid gap-3">
      <PageHead title={agent === undefined ? "New agent" : `Edit ${agentTitle(agent)}`}>
        {newest ? (
          <p className="text-muted">
            From version {newest.version}. What you save becomes the next one; all are kept.
          </p>
        ) : null}
      </PageHead>
      <AgentEditor
        {...(agent !== undefined && { agent })}
        {...(newest && { newest })}
        parts={parts}
      />
    </div>
  );
}
