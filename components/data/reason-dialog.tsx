"use client";

import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "@/components/data/confirm-dialog";
import type { ShownProblem } from "@/components/data/problem-note";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

const LIMIT = 400;

/** A deed that needs a reason, or may carry a comment: asked with its consequence, kept in the ledger. */
export function ReasonDialog({
  title,
  consequence,
  confirm,
  danger = false,
  required,
  label = required ? "Reason" : "Comment (optional)",
  missing = "Say why; it is kept with what you do.",
  pending,
  disabledWhy,
  problem,
  onClose,
  onConfirm,
  children,
}: {
  title: string;
  consequence: string;
  confirm: string;
  danger?: boolean;
  required: boolean;
  label?: string;
  /** What is said when a required reason is not there. */
  missing?: string;
  pending: boolean;
  disabledWhy?: string | undefined;
  problem?: ShownProblem | undefined;
  onClose: () => void;
  onConfirm: (reason: string) => void;
  children?: ReactNode;
}) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const length = reason.trim().length;
  const wrong =
    length > LIMIT
      ? `At most ${LIMIT} characters; this has ${length}.`
      : required && length === 0
        ? missing
        : undefined;
  return (
    <ConfirmDialog
      title={title}
      consequence={consequence}
      confirm={confirm}
      danger={danger}
      pending={pending}
      disabledWhy={disabledWhy}
      problem={problem}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (!wrong) onConfirm(reason.trim());
      }}
    >
      {children}
      <Field
        label={label}
        hint="Kept in the audit ledger."
        {...(tried && wrong ? { error: wrong } : {})}
      >
        <Textarea
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          required={required}
          rows={3}
          dir="auto"
          data-autofocus=""
        />
      </Field>
    </ConfirmDialog>
  );
}
