"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import type { ShellActions } from "@/components/shell/shell-actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { routes } from "@/lib/platform/routes";

/** What would happen, before it does. */
export function ConfirmStart({
  pipeline,
  onClose,
  startPipeline,
}: {
  pipeline: string;
  onClose: () => void;
  startPipeline: ShellActions["startPipeline"];
}) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const start = async () => {
    setPending(true);
    const result = await startPipeline({ pipeline }).catch(() => undefined);
    if (result) notify.result(result);
    else
      notify.problem({
        message: `The console did not answer; look at ${pipeline} before you try again.`,
      });
    onClose();
    if (result?.ok) router.push(routes.pipeline(pipeline));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Release the newest change of ${pipeline}?`}
      description="A new execution starts with the newest source revision and runs up to the next approval."
    >
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <ActionButton variant="primary" pending={pending} onPress={() => void start()}>
          Release change
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}
