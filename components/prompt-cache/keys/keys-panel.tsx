"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { StatusBadge } from "@/components/data/status-badge";
import { type Column, DataTable } from "@/components/data/table";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { Timestamp } from "@/components/data/timestamp";
import type { ReadResult } from "@/components/data/use-read";
import { Section } from "@/components/prompt-cache/parts/section";
import { formatCount } from "@/lib/platform/format";
import type { KeyRow } from "@/lib/prompt-cache/key";
import { RevokeKey } from "./revoke-key";

const IssueKeyDialog = dynamic(
  () => import("./issue-key-dialog").then((module) => module.IssueKeyDialog),
  { ssr: false },
);

const NAME: Column<KeyRow> = {
  key: "name",
  header: "Key",
  cell: ({ name, createdBy, revokedAt }) => (
    <>
      <span
        data-tip={`Issued by ${createdBy}`}
        className="block truncate font-medium max-sm:pt-1.5 sm:inline"
      >
        {name}
      </span>
      <span className="block pb-1.5 text-meta sm:hidden">
        <KeyState revokedAt={revokedAt} />
      </span>
    </>
  ),
};
const STATE: Column<KeyRow> = {
  key: "state",
  header: "State",
  width: "6.5rem",
  from: "sm",
  cell: ({ revokedAt }) => <KeyState revokedAt={revokedAt} />,
};
const WIDE: readonly Column<KeyRow>[] = [
  {
    key: "kind",
    header: "Kind",
    width: "5.5rem",
    from: "md",
    cell: ({ kind }) => (kind === "signing" ? "Signing" : "Bearer"),
  },
  {
    key: "hint",
    header: "Begins with",
    width: "12rem",
    from: "lg",
    cell: ({ hint }) => <span className="font-mono text-meta">{hint}</span>,
  },
  {
    key: "namespaces",
    header: "Namespaces",
    width: "10rem",
    from: "md",
    cell: ({ namespaces }) => <span data-tip={namespaces.join(", ")}>{namespaces.join(", ")}</span>,
  },
  {
    key: "rate",
    header: "A minute",
    width: "5.5rem",
    align: "end",
    from: "lg",
    cell: ({ ratePerMinute }) => formatCount(ratePerMinute),
  },
];
const USED: Column<KeyRow> = {
  key: "used",
  header: "Last used",
  width: "7rem",
  align: "end",
  from: "sm",
  cell: ({ lastUsedAt, revokedAt }) =>
    lastUsedAt || !revokedAt ? (
      lastUsedAt ? (
        <Timestamp at={lastUsedAt} className="text-muted" />
      ) : (
        <span className="text-muted">never</span>
      )
    ) : (
      <span className="text-muted">–</span>
    ),
};
const REVOKE: Column<KeyRow> = {
  key: "revoke",
  header: "Revoke",
  hideHeader: true,
  width: "6.5rem",
  align: "end",
  cell: (key) => (key.revokedAt ? null : <RevokeKey row={key} />),
};

function KeyState({ revokedAt }: Pick<KeyRow, "revokedAt">) {
  return (
    <StatusBadge
      tone={revokedAt ? "stopped" : "succeeded"}
      label={revokedAt ? "Revoked" : "Active"}
    />
  );
}

/** Newest first within each, as they came. */
const activeFirst = (keys: readonly KeyRow[]): KeyRow[] =>
  [...keys].sort((a, b) => Number(Boolean(a.revokedAt)) - Number(Boolean(b.revokedAt)));

/** Every key that was issued; its secret is nowhere to be seen again. */
export function KeysPanel({
  read,
  namespaces,
  narrow,
}: {
  read: ReadResult<KeyRow[]>;
  namespaces: readonly string[];
  narrow: boolean;
}) {
  const [open, setOpen] = useState(false);
  const { data } = read;
  const why =
    namespaces.length === 0 ? "Make a namespace first: a key reaches at least one." : undefined;
  return (
    <Section
      boxed
      title="Keys"
      aside={
        <ActionButton variant="primary" disabledWhy={why} onPress={() => setOpen(true)}>
          Issue a key…
        </ActionButton>
      }
    >
      <AsyncView
        state={read.state}
        problem={read.problem}
        onRetry={read.retry}
        skeleton={<TableSkeleton rows={3} />}
        isEmpty={data !== undefined && data.length === 0}
        empty={
          <EmptyState title="No key was issued yet">
            A key stands in for an application's AWS credentials, or opens POST /api/prompts.
          </EmptyState>
        }
      >
        {data ? (
          <DataTable
            label="Keys"
            columns={[NAME, STATE, ...(narrow ? [] : WIDE), USED, REVOKE]}
            rows={activeFirst(data)}
            rowKey={({ id }) => id}
          />
        ) : null}
      </AsyncView>
      {open ? <IssueKeyDialog namespaces={namespaces} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}
