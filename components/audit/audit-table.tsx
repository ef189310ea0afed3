"use client";

import { type AuditSearch, auditHref } from "@/components/audit/audit-query";
import { OUTCOME_TONES } from "@/components/audit/outcome";
import { CopyableId } from "@/components/data/copyable-id";
import { StatusBadge } from "@/components/data/status-badge";
import { type Column, DataTable } from "@/components/data/table";
import { Timestamp } from "@/components/data/timestamp";
import { actionWords } from "@/lib/audit/action-words";
import type { AuditEntry } from "@/lib/audit/model";
import { throughOf, throughText } from "@/lib/audit/through";

const requestIdOf = (entry: AuditEntry): string | undefined =>
  entry.upstream.findLast((call) => call.requestId)?.requestId;

const COLUMNS: readonly Column<AuditEntry>[] = [
  {
    key: "at",
    header: "When",
    width: "6rem",
    cell: ({ at }) => <Timestamp at={at} focusable={false} />,
  },
  {
    key: "person",
    header: "Who",
    width: "11rem",
    from: "md",
    cell: ({ person, input }) => {
      const through = throughOf(input);
      return (
        <span
          data-tip={[`${person.email} · ${person.role}`, through && throughText(through)]
            .filter(Boolean)
            .join(" · ")}
        >
          {person.name}
          {through ? <span className="text-muted"> through {through.agent}</span> : null}
        </span>
      );
    },
  },
  {
    key: "action",
    header: "What",
    // On the phone what is left beside when and outcome.
    width: "clamp(5rem, calc(100vw - 15rem), 14rem)",
    cell: (entry) => <ActionName entry={entry} short />,
  },
  { key: "target", header: "To what", from: "sm", cell: ({ target }) => target ?? "–" },
  {
    key: "why",
    header: "Why",
    from: "lg",
    cell: ({ why }) => (why ? <span data-tip={why}>{why}</span> : <Dash />),
  },
  {
    key: "outcome",
    header: "Outcome",
    width: "6.75rem",
    cell: ({ outcome }) => <StatusBadge {...OUTCOME_TONES[outcome]} />,
  },
  {
    key: "request",
    header: "AWS request id",
    width: "11rem",
    from: "xl",
    cell: (entry) => {
      const id = requestIdOf(entry);
      return id ? <CopyableId value={id} max={18} label="AWS request id" /> : <Dash />;
    },
  },
];

/** In words where there are some; the name in the ledger stands beside them from a tablet on. */
export function ActionName({
  entry,
  short = false,
}: {
  entry: AuditEntry;
  /** In a list: on the phone it says to what, too. */
  short?: boolean;
}) {
  const words = actionWords(entry);
  if (!words) return <span className="font-mono text-meta">{entry.action}</span>;
  return (
    <>
      {words} <span className="font-mono text-meta text-muted max-md:sr-only">{entry.action}</span>
      {short && entry.target ? <span className="text-muted sm:hidden">{entry.target}</span> : null}
    </>
  );
}

const Dash = () => <span className="text-muted">–</span>;

/** The ledger's entries; each row opens its detail beside the list. */
export function AuditTable({
  entries,
  search,
}: {
  entries: readonly AuditEntry[];
  search: AuditSearch;
}) {
  // Beside an open detail the list is narrow: reasons and ids are read there.
  const columns =
    search.entry === null
      ? COLUMNS
      : COLUMNS.filter(({ key }) => key !== "request" && key !== "why");
  return (
    <DataTable
      label="Audit entries, newest first"
      columns={columns}
      rows={entries}
      rowKey={({ seq }) => String(seq)}
      rowHref={({ seq }) => auditHref(search, { entry: seq })}
      rowLabel={({ action, target, person, outcome, input }) => {
        const through = throughOf(input);
        const by = through ? `${person.name} ${throughText(through)}` : person.name;
        return `${action}${target ? ` on ${target}` : ""} by ${by}: ${outcome}`;
      }}
      selectedKey={search.entry === null ? undefined : String(search.entry)}
    />
  );
}
