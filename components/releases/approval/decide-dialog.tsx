"use client";

import { useId, useRef, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { ChangedNote } from "@/components/releases/approval/changed-note";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { Problem } from "@/lib/platform/result";
import type { DecideApprovalInput } from "@/lib/releases/model";

const LIMIT = 400;

/** The last look before a decision: its consequence, what changed meanwhile, a comment, and the deed. */
export function DecideDialog({
  decision,
  title,
  consequence,
  changes,
  onSeen,
  disabledWhy,
  pending,
  problem,
  onClose,
  onDecide,
}: {
  decision: DecideApprovalInput["decision"];
  title: string;
  consequence: string;
  changes: string[];
  onSeen: () => void;
  disabledWhy: string | undefined;
  pending: boolean;
  problem: Problem | undefined;
  onClose: () => void;
  onDecide: (comment: string) => void;
}) {
  const [comment, setComment] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const [tried, setTried] = useState(false);
  const whyId = useId();
  /** With changes, their note says it. */
  const whyShown = disabledWhy !== undefined && changes.length === 0;
  const rejects = decision === "Rejected";
  const error = commentError(comment, rejects, tried);
  const submit = () => {
    setTried(true);
    if (commentError(comment, rejects, true)) field.current?.focus();
    else onDecide(comment.trim());
  };
  // Evidence that changed is its own treatment of `stale`: the note names what, a plain error would not.
  const note = problem && !(problem.code === "stale" && changes.length > 0) ? problem : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={consequence}
    >
      <form
        className="grid gap-3"
        // Our own sentence, not the browser's bubble, which hides the buttons on a phone.
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !disabledWhy) submit();
        }}
      >
        <ChangedNote changes={changes} onSeen={onSeen} />
        {note ? (
          <ProblemNote problem={note} {...(note.retryable ? { onRetry: submit } : {})} />
        ) : null}
        <Field
          label={rejects ? "Reason" : "Comment (optional)"}
          hint="Kept in the audit ledger and in CodePipeline."
          {...(error ? { error } : {})}
        >
          <Textarea
            ref={field}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            required={rejects}
            rows={3}
            dir="auto"
          />
        </Field>
        {whyShown ? (
          <p id={whyId} role="status" className="text-waiting">
            {disabledWhy}
          </p>
        ) : null}
        <DialogFooter>
          <Button onClick={onClose} size="lg">
            Cancel
          </Button>
          <ActionButton
            type="submit"
            size="lg"
            variant={rejects ? "danger" : "primary"}
            pending={pending}
            disabledWhy={disabledWhy}
            whyId={whyShown ? whyId : undefined}
          >
            {rejects ? "Reject" : "Approve"}
          </ActionButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function commentError(comment: string, required: boolean, tried: boolean): string | undefined {
  const length = comment.trim().length;
  if (length > LIMIT) return `At most ${LIMIT} characters; this has ${length}.`;
  if (required && tried && length === 0) return "Say why, so that the author knows what to change.";
  return undefined;
}
