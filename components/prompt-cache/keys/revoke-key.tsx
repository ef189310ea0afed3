"use client";

import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useNow } from "@/components/data/clock";
import { ConfirmDialog } from "@/components/prompt-cache/parts/confirm-dialog";
import { useCacheAction } from "@/components/prompt-cache/parts/use-cache-action";
import { formatRelative } from "@/lib/platform/time";
import type { KeyRow } from "@/lib/prompt-cache/key";
import { revokeKeyAction } from "@/server/prompt-cache/actions";

/** Ends a key for good, after its consequence was read. */
export function RevokeKey({ row: { id, name, lastUsedAt } }: { row: KeyRow }) {
  const [open, setOpen] = useState(false);
  const now = useNow(60_000);
  const action = useCacheAction({
    action: revokeKeyAction,
    said: ({ message }) => message,
    reads: ["keys"],
    onDone: () => setOpen(false),
  });
  return (
    <>
      <ActionButton size="sm" onPress={() => setOpen(true)}>
        Revoke…<span className="sr-only"> {name}</span>
      </ActionButton>
      {open ? (
        <ConfirmDialog
          onClose={() => setOpen(false)}
          title={`Revoke ${name}?`}
          consequence={`Whoever uses it is refused within two seconds, for good. ${
            lastUsedAt
              ? `It was last used ${formatRelative(lastUsedAt, now)}.`
              : "It was never used."
          }`}
          confirm="Revoke the key"
          danger
          pending={action.pending}
          problem={action.problem}
          onConfirm={() => action.run({ id })}
        />
      ) : null}
    </>
  );
}
