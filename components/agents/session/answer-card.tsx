"use client";

import { useId, useState } from "react";
import { ApprovalBody } from "@/components/agents/session/approval-body";
import { ActionButton } from "@/components/data/action-button";
import { useNow } from "@/components/data/clock";
import { ProblemNote } from "@/components/data/problem-note";
import { StatusBadge } from "@/components/data/status-badge";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { useShell } from "@/components/shell/shell-state";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { Approval } from "@/lib/agents/approval";
import { agentTitle } from "@/lib/agents/call-words";
import { canDecideCall } from "@/lib/agents/eligibility";
import { agentKeys } from "@/lib/agents/keys";
import { whyNot } from "@/lib/platform/eligibility";
import { answerCallAction } from "@/server/agents/actions";

/** A tool that only a person can answer: what is asked, and the answer that the agent gets. */
export function AnswerCard({
  approval,
  stale,
  onDecided,
}: {
  approval: Approval;
  stale: boolean;
  onDecided?: (words: string) => void;
}) {
  const id = useId();
  const whyId = useId();
  const { person } = useShell();
  const now = useNow(1_000);
  const [answer, setAnswer] = useState("");
  const [tried, setTried] = useState(false);
  const action = useServerAction({
    action: answerCallAction,
    reads: [agentKeys.session(approval.sessionId), liveKey("inbox")],
    said: ({ message }) => message,
    onSettled: (told) => told && onDecided?.("Answered by you"),
  });
  const why =
    (stale ? "What is shown may be old; wait until it is live again." : undefined) ??
    whyNot(
      canDecideCall(approval, person, new Date(now > 0 ? now : Date.parse(approval.requestedAt))),
    );
  const send = (status: "success" | "error") => {
    setTried(true);
    if (answer.trim() === "") return;
    const { sessionId, toolUseId } = approval;
    action.run({ sessionId, toolUseId, answer: answer.trim(), status });
  };
  return (
    <article
      aria-labelledby={id}
      data-approval={approval.id}
      tabIndex={-1}
      className="min-w-0 rounded-md border border-waiting bg-page"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-tint-waiting px-3 py-2">
        <h3 id={id} className="font-semibold">
          {agentTitle(approval.agent)} asks a person
        </h3>
        <StatusBadge tone="waiting" label="Waits for an answer" size="sm" />
      </header>
      <div className="grid gap-3 p-3">
        <ApprovalBody approval={approval} />
        <Field
          label="Your answer"
          hint="The agent reads it as the result of its call."
          {...(tried && answer.trim() === "" ? { error: "Write an answer." } : {})}
        >
          <Textarea
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            rows={3}
            dir="auto"
          />
        </Field>
        {action.problem ? <ProblemNote problem={action.problem} /> : null}
      </div>
      <div className="grid gap-2 rounded-b-md border-t bg-page p-3 max-md:sticky max-md:bottom-0 max-md:z-10">
        <p id={whyId} className="text-meta text-waiting empty:hidden md:text-end">
          {why}
        </p>
        <div className="flex flex-wrap gap-2 max-md:*:flex-1 md:justify-end">
          <ActionButton
            size="lg"
            className="md:h-8 md:px-3"
            pending={action.pending}
            disabledWhy={why}
            whyId={whyId}
            onPress={() => send("error")}
          >
            Say it cannot be done
          </ActionButton>
          <ActionButton
            variant="primary"
            size="lg"
            className="md:h-8 md:px-3"
            pending={action.pending}
            disabledWhy={why}
            whyId={whyId}
            onPress={() => send("success")}
          >
            Answer
          </ActionButton>
        </div>
      </div>
    </article>
  );
}
