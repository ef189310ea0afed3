"use client";

import { useState } from "react";
import { ApprovalPreview } from "@/components/agents/session/approval-preview";
import { EditArguments } from "@/components/agents/session/edit-arguments";
import type { Deed, useDecideCall } from "@/components/agents/session/use-decide-call";
import { ConfirmDialog } from "@/components/data/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { Approval } from "@/lib/agents/approval";
import { agentTitle } from "@/lib/agents/call-words";
import { argumentsProblem } from "@/lib/agents/edited-arguments";

const LONGEST = 2_000;

/** The last question before a decision: its consequence once more, and a reason. */
export function DecideDialog({
  approval,
  deed,
  decide,
}: {
  approval: Approval;
  deed: Deed;
  decide: ReturnType<typeof useDecideCall>;
}) {
  const [reason, setReason] = useState("");
  const [edited, setEdited] = useState(() => JSON.stringify(approval.input, null, 2));
  const [tried, setTried] = useState(false);
  const length = reason.trim().length;
  const wrong =
    length > LONGEST
      ? `At most ${LONGEST} characters; this has ${length}.`
      : deed === "deny" && length < 3
        ? "Say why, in a few words: the agent reads it."
        : undefined;
  const badEdit = deed === "edit" ? argumentsProblem(edited, approval.input) : undefined;
  const words = wordsOf(deed, approval);
  return (
    <ConfirmDialog
      {...words}
      pending={decide.pending}
      problem={decide.problem}
      disabledWhy={decide.why}
      onClose={decide.close}
      onConfirm={() => {
        setTried(true);
        if (wrong || badEdit) return;
        decide.decide(deed === "deny" ? "deny" : "approve", {
          reason: reason.trim(),
          ...(deed === "edit" && { editedInput: edited }),
        });
      }}
    >
      {deed === "approve" ? <ApprovalPreview preview={approval.preview} /> : null}
      {deed === "edit" ? (
        <EditArguments
          approvalId={approval.id}
          value={edited}
          onChange={setEdited}
          problem={badEdit}
          tried={tried}
        />
      ) : null}
      <Field
        label={deed === "deny" ? "Reason" : "Reason (optional)"}
        hint={
          deed === "deny"
            ? "The agent reads it and may try something else; the ledger keeps it."
            : "Kept in the audit ledger."
        }
        {...(tried && wrong ? { error: wrong } : {})}
      >
        <Textarea
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          required={deed === "deny"}
          rows={deed === "deny" ? 3 : 2}
          dir="auto"
          {...(deed === "deny" ? { "data-autofocus": "" } : {})}
        />
      </Field>
    </ConfirmDialog>
  );
}

function wordsOf(deed: Deed, { agent, requestedBy }: Approval) {
  const who = `${agentTitle(agent)} does this once, on behalf of ${requestedBy.name}, and goes on by itself.`;
  if (deed === "deny")
    return {
      title: "Deny this call?",
      consequence: "Nothing is changed. The agent is told that a person refused, and why.",
      confirm: "Deny",
      danger: true,
    };
  if (deed === "edit")
    return {
      title: "Approve with other arguments?",
      consequence:
        "What you write runs instead of what the agent asked. It is checked against the tool's rules first, and both stay in the journal.",
      confirm: "Approve as edited",
    };
  return { title: "Approve this call?", consequence: who, confirm: "Approve" };
}
