"use client";

import type { ReactNode } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote, type ShownProblem } from "@/components/data/problem-note";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";

/** A question with its consequence; Cancel comes first in focus order, the deed after it. */
export function ConfirmDialog({
  open,
  onOpenChange,
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
  open: boolean;
  onOpenChange: (open: boolean) => void;
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
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={consequence}>
      <div className="grid gap-3">
        {children}
        {disabledWhy ? (
          <p role="status" className="text-waiting">
            {disabledWhy}
          </p>
        ) : null}
        {problem ? <ProblemNote problem={problem} onRetry={onConfirm} /> : null}
      </div>
      <DialogFooter>
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <ActionButton
          variant={danger ? "danger" : "primary"}
          pending={pending}
          disabledWhy={disabledWhy}
          onPress={onConfirm}
        >
          {confirm}
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}
