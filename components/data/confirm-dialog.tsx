"use client";

import { type ReactNode, useId } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote, type ShownProblem } from "@/components/data/problem-note";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";

/**
 * A question with its consequence, open as long as it is mounted; Cancel comes first in focus order,
 * the deed after it. Why the deed is off stands above it, read with the button and when it changes.
 */
export function ConfirmDialog({
  onClose,
  title,
  consequence,
  confirm,
  danger = false,
  pending,
  disabledWhy,
  problem,
  onConfirm,
  children,
}: {
  onClose: () => void;
  title: string;
  consequence: string;
  confirm: string;
  danger?: boolean;
  pending: boolean;
  disabledWhy?: string | undefined;
  problem?: ShownProblem | undefined;
  onConfirm: () => void;
  children?: ReactNode;
}) {
  const whyId = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={consequence}
    >
      <div className="grid gap-3">
        {children}
        {problem ? <ProblemNote problem={problem} onRetry={onConfirm} /> : null}
      </div>
      <p id={whyId} role="status" className="text-waiting not-empty:mt-3">
        {disabledWhy}
      </p>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <ActionButton
          variant={danger ? "danger" : "primary"}
          pending={pending}
          disabledWhy={disabledWhy}
          whyId={whyId}
          onPress={onConfirm}
        >
          {confirm}
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}
