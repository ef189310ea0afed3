"use client";

import { Eye, Square } from "lucide-react";
import type { SessionActions } from "@/components/agents/session/use-session-actions";
import { ActionButton } from "@/components/data/action-button";
import { Foreign } from "@/components/data/foreign";
import { useShell } from "@/components/shell/shell-state";
import { canStopRun } from "@/lib/agents/eligibility";
import type { SessionView } from "@/lib/agents/views";

/** In the composer's place for who only reads: whose it is, why they may see it, and the way to stop it. */
export function ReaderNote({
  view: { session },
  actions,
}: {
  view: Omit<SessionView, "entries">;
  actions: SessionActions;
}) {
  const { person } = useShell();
  return (
    <div className="flex max-w-[56rem] flex-wrap items-center gap-x-3 gap-y-2 border-t pt-2 text-muted">
      <Eye aria-hidden="true" className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-60">
        This session is <Foreign text={session.owner.name} />
        ’s.{" "}
        {session.shared
          ? "You can read it because it is shared; only they can write."
          : "You can read it because of your role; only they can write."}
      </p>
      {canStopRun(session, person).allowed ? (
        <ActionButton
          variant="danger"
          pending={actions.stop.pending}
          onPress={() => actions.stop.run({ sessionId: session.id })}
        >
          <Square aria-hidden="true" className="size-3.5" /> Stop
        </ActionButton>
      ) : null}
    </div>
  );
}
