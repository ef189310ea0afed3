"use client";

import { useState } from "react";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import type { ReadResult } from "@/components/data/use-read";
import { SidePanel } from "@/components/prompt-cache/parts/side-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { KeyRow, NamespaceRow } from "@/lib/prompt-cache/key";
import { DeleteNamespace } from "./delete-namespace";
import { NamespaceEditor } from "./namespace-editor";

/** One namespace's settings, or those of a new one. */
export function NamespacePanel({
  name,
  read,
  keys,
  closeHref,
  onDone,
}: {
  /** Absent: a new one. */
  name: string | undefined;
  read: ReadResult<NamespaceRow[]>;
  keys: readonly KeyRow[];
  closeHref: string;
  onDone: () => void;
}) {
  const [round, setRound] = useState(0);
  const row = read.data?.find((each) => each.name === name);
  const reaching = keys.filter(
    ({ revokedAt, namespaces }) => !revokedAt && name !== undefined && namespaces.includes(name),
  ).length;
  return (
    <SidePanel
      title={name ?? "New namespace"}
      all="Keys and namespaces"
      closeHref={closeHref}
      actions={row ? <DeleteNamespace row={row} reaching={reaching} onDone={onDone} /> : null}
    >
      {name === undefined ? (
        <NamespaceEditor onDone={onDone} onAnew={onDone} />
      ) : (
        <AsyncView
          state={row ? "live" : read.state}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<Skeleton className="h-120" />}
          isEmpty={read.data !== undefined && !row}
          empty={
            <EmptyState title="There is no such namespace">
              It was deleted, or never made.
            </EmptyState>
          }
        >
          {row ? (
            <NamespaceEditor
              key={round}
              row={row}
              onDone={() => setRound(round + 1)}
              onAnew={() => setRound(round + 1)}
            />
          ) : null}
        </AsyncView>
      )}
    </SidePanel>
  );
}
