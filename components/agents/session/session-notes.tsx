"use client";

import { Power, TriangleAlert } from "lucide-react";
import type { OpenSession } from "@/components/agents/session/use-session";
import type { SessionActions } from "@/components/agents/session/use-session-actions";
import { ActionButton } from "@/components/data/action-button";
import { Foreign } from "@/components/data/foreign";
import { ProblemNote } from "@/components/data/problem-note";
import { StatusIcon } from "@/components/data/status-icon";
import { Timestamp } from "@/components/data/timestamp";
import { useShell } from "@/components/shell/shell-state";
import { canSend, canWriteSession, offSentence } from "@/lib/agents/eligibility";
import { STOP_WORDS } from "@/lib/agents/session-looks";
import { whyNot } from "@/lib/platform/eligibility";

/** What stands above everything else: a cut connection, a switch that is off, a run that can go on. */
export function SessionNotes({ open, actions }: { open: OpenSession; actions: SessionActions }) {
  const { person } = useShell();
  const { view, stream, heardAt, problem } = open;
  const { session, switchedOff } = view;
  const goesOn =
    session.state === "failed" ||
    (session.state === "idle" && session.lastStop !== undefined && session.lastStop !== "end_turn");
  const mine = canWriteSession(session, person).allowed;
  const failed = [actions.rename, actions.share, actions.fork, actions.resume].find(
    (each) => each.problem,
  )?.problem;
  return (
    <>
      {stream === "reconnecting" ? (
        <div
          role="status"
          className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
        >
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-waiting" />
          <span>
            Updated {heardAt ? <Timestamp at={heardAt} /> : "when it was opened"} · Reconnecting
          </span>
          <span className="text-muted">The run itself goes on without this page.</span>
        </div>
      ) : null}
      {stream === "ended" ? (
        <ProblemNote
          problem={{
            message:
              "This session is not followed any more: you are signed out, or may no longer read it. Load the page again.",
          }}
        />
      ) : null}
      {problem ? <ProblemNote problem={problem} onRetry={open.retry} /> : null}
      {failed ? <ProblemNote problem={failed} /> : null}
      {switchedOff ? (
        <div
          role="status"
          className="flex items-start gap-2 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
        >
          <Power aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
          <p className="min-w-0">
            <Foreign text={offSentence(switchedOff)} />
          </p>
        </div>
      ) : null}
      {goesOn ? (
        <div
          role="status"
          className="flex flex-wrap items-center gap-x-2 gap-y-2 rounded-md border border-line-strong bg-raised px-3 py-2"
        >
          <StatusIcon tone={session.state === "failed" ? "failed" : "stopped"} />
          <p className="min-w-0 flex-1 basis-60">
            {session.problem ? (
              <Foreign text={session.problem} />
            ) : session.lastStop ? (
              STOP_WORDS[session.lastStop]
            ) : (
              STOP_WORDS.x_failed
            )}{" "}
            <span className="text-muted">
              {session.home.kind === "local"
                ? "Nothing is lost: it can go on from its journal."
                : "AgentCore keeps the conversation, so it can go on."}
            </span>
          </p>
          {mine ? (
            <ActionButton
              size="sm"
              pending={actions.resume.pending}
              disabledWhy={whyNot(canSend(session, person, switchedOff))}
              onPress={() => actions.resume.run({ sessionId: session.id })}
            >
              Go on
            </ActionButton>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
