"use client";

import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useNow } from "@/components/data/clock";
import { ConfirmDialog } from "@/components/data/confirm-dialog";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { formatRelative } from "@/lib/platform/time";
import type { KeyRow } from "@/lib/prompt-cache/key";
import { revokeKeyAction } from "@/server/prompt-cache/actions";

/** Ends a key for good, after its consequence was read. */
export function RevokeKey({ row: { id, name, lastUsedAt } }: { row: KeyRow }) {
  const [open, setOpen] = useState(false);
  const now = useNow(60_000);
  const action = useServerAction({
    action: revokeKeyAction,
    said: ({ message }) => message,
    reads: cacheReads("keys"),
    onSettled: () => setOpen(false),
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
