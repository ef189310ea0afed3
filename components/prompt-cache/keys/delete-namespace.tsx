"use client";

import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ConfirmDialog } from "@/components/data/confirm-dialog";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { plural } from "@/lib/platform/format";
import type { NamespaceRow } from "@/lib/prompt-cache/key";
import { deleteNamespaceAction } from "@/server/prompt-cache/actions";

/** Deletes a namespace that no key reaches any more, after its consequence was read. */
export function DeleteNamespace({
  row: { name, entries },
  reaching,
  onDone,
}: {
  row: NamespaceRow;
  /** Keys that are not revoked and reach it. */
  reaching: number;
  onDone: () => void;
}) {
  const [open, setOpen] = useState(false);
  const action = useServerAction({
    action: deleteNamespaceAction,
    said: ({ message }) => message,
    reads: cacheReads("namespaces", "known", "entries", "keys"),
    onSettled: (told) => {
      setOpen(false);
      if (told) onDone();
    },
  });
  const why =
    reaching === 0
      ? undefined
      : `${reaching === 1 ? "A key still reaches" : `${reaching} keys still reach`} ${name}; revoke ${reaching === 1 ? "it" : "them"} first.`;
  return (
    <>
      <ActionButton size="sm" disabledWhy={why} onPress={() => setOpen(true)}>
        Delete…
      </ActionButton>
      {open ? (
        <ConfirmDialog
          onClose={() => setOpen(false)}
          title={`Delete ${name}?`}
          consequence={`Its ${plural(entries, "stored answer")} and its settings go. What people said of its pairs is kept.`}
          confirm="Delete the namespace"
          danger
          pending={action.pending}
          disabledWhy={why}
          problem={action.problem}
          onConfirm={() => action.run({ name })}
        />
      ) : null}
    </>
  );
}
