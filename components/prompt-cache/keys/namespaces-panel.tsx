"use client";

import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { StatusBadge } from "@/components/data/status-badge";
import { type Column, DataTable } from "@/components/data/table";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { Timestamp } from "@/components/data/timestamp";
import type { ReadResult } from "@/components/data/use-read";
import { Section } from "@/components/prompt-cache/parts/section";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { formatDuration } from "@/lib/platform/time";
import type { NamespaceRow } from "@/lib/prompt-cache/key";

const NAME: Column<NamespaceRow> = { key: "name", header: "Namespace", cell: ({ name }) => name };
const STATE: Column<NamespaceRow> = {
  key: "state",
  header: "Caching",
  width: "clamp(4.75rem, 24vw, 6rem)",
  cell: ({ settings: { enabled } }) => (
    <StatusBadge tone={enabled ? "succeeded" : "stopped"} label={enabled ? "On" : "Off"} />
  ),
};
const SEMANTIC: Column<NamespaceRow> = {
  key: "semantic",
  header: "Similar from",
  width: "7rem",
  align: "end",
  from: "sm",
  cell: ({ settings: { semantic } }) =>
    semantic.enabled ? (
      semantic.threshold.toFixed(2)
    ) : (
      <span className="text-muted">exact only</span>
    ),
};
const REST: readonly Column<NamespaceRow>[] = [
  {
    key: "ttl",
    header: "Lives",
    width: "6rem",
    align: "end",
    from: "md",
    cell: ({ settings }) => formatDuration(settings.ttlSeconds * 1000).replace(/ 0+ \w+$/, ""),
  },
  {
    key: "compression",
    header: "Compression",
    width: "7.5rem",
    from: "lg",
    cell: ({ settings }) => (settings.compression.enabled ? "on" : "off"),
  },
  {
    key: "changed",
    header: "Changed",
    width: "14rem",
    from: "lg",
    cell: ({ updatedAt, updatedBy }) => (
      <span className="text-muted">
        <Timestamp at={updatedAt} focusable={false} className="relative z-1" /> by {updatedBy}
      </span>
    ),
  },
];
const ENTRIES: Column<NamespaceRow> = {
  key: "entries",
  header: "Entries",
  width: "clamp(4.75rem, 22vw, 5.5rem)",
  align: "end",
  cell: ({ entries }) => formatCount(entries),
};

/** Every namespace; a row opens its settings. */
export function NamespacesPanel({
  read,
  selected,
  narrow,
  onNew,
}: {
  read: ReadResult<NamespaceRow[]>;
  selected: string | undefined;
  narrow: boolean;
  onNew: () => void;
}) {
  const { data } = read;
  return (
    <Section boxed title="Namespaces" aside={<Button onClick={onNew}>New namespace…</Button>}>
      <p className="text-muted">
        The boundary between tenants: what one stores is never served to another.
      </p>
      <AsyncView
        state={read.state}
        problem={read.problem}
        onRetry={read.retry}
        skeleton={<TableSkeleton rows={3} />}
        isEmpty={data !== undefined && data.length === 0}
        empty={
          <EmptyState title="There is no namespace yet">
            Make one, then issue a key that reaches it.
          </EmptyState>
        }
      >
        {data ? (
          <DataTable
            label="Namespaces"
            columns={[NAME, STATE, SEMANTIC, ...(narrow ? [] : REST), ENTRIES]}
            rows={data}
            rowKey={({ name }) => name}
            rowHref={({ name }) => `${routes.promptKeys()}?namespace=${name}`}
            selectedKey={selected}
          />
        ) : null}
      </AsyncView>
    </Section>
  );
}
