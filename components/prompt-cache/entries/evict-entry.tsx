"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { whyNot } from "@/components/prompt-cache/parts/why-not";
import { useShell } from "@/components/shell/shell-state";
import { plural } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import type { EntryDetail } from "@/lib/prompt-cache/entry";
import { evictEntryAction } from "@/server/prompt-cache/actions";

const ConfirmDialog = dynamic(
  () => import("@/components/data/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Throws one answer away, after its consequence was read. */
export function EvictEntry({ entry, listHref }: { entry: EntryDetail; listHref: string }) {
  const router = useRouter();
  const { role } = useShell().person;
  const [open, setOpen] = useState(false);
  const action = useServerAction({
    action: evictEntryAction,
    said: ({ message }) => message,
    reads: cacheReads("entries", "entry"),
    onSettled: () => {
      setOpen(false);
      router.push(listHref, { scroll: false });
    },
  });
  const why = whyNot(role, "prompt.use");
  return (
    <>
      <ActionButton size="sm" disabledWhy={why} onPress={() => setOpen(true)}>
        Evict…
      </ActionButton>
      {open ? (
        <ConfirmDialog
          onClose={() => setOpen(false)}
          title="Evict this entry?"
          consequence={consequenceOf(entry)}
          confirm="Evict"
          danger
          pending={action.pending}
          disabledWhy={why}
          problem={action.problem}
          onConfirm={() => action.run({ namespace: entry.namespace, entryId: entry.id })}
        />
      ) : null}
    </>
  );
}

/** What it did so far is what will be paid again. */
function consequenceOf({ hits, saved, namespace }: EntryDetail): string {
  const next = `The next request like it in ${namespace} goes to the model and is paid for again; its answer is then stored anew.`;
  return hits === 0
    ? `It was never hit. ${next}`
    : `It was hit ${plural(hits, "time")} and saved ${formatUsd(saved)}. ${next}`;
}
