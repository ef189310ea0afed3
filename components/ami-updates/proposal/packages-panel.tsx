"use client";

import { useMemo, useState } from "react";
import { CitationLinks } from "@/components/ami-updates/proposal/citation-links";
import { Panel } from "@/components/data/panel";
import { type Column, DataTable, type Sort } from "@/components/data/table";
import { PACKAGE_LABEL } from "@/lib/ami-updates/looks";
import type { NotesState, PackageChange } from "@/lib/ami-updates/model";
import { packageRows, packageSummary } from "@/lib/ami-updates/package-rows";
import { plainText } from "@/lib/platform/plain-text";

const version = (text: string | undefined) =>
  text === undefined ? (
    <span className="text-muted">–</span>
  ) : (
    <bdi className="block py-0.5 font-mono text-meta whitespace-normal wrap-anywhere">
      {plainText(text)}
    </bdi>
  );

/** Added, removed and downgraded stand out by their sign; a change says how large it is. */
function Change({ change }: { change: PackageChange }) {
  const sign = { changed: "~", added: "+", removed: "−", downgraded: "↓" }[change.kind];
  const strong = change.kind !== "changed" || change.level === "major" || change.level === "minor";
  return (
    <span className={strong ? "font-medium" : "text-muted"}>
      <span aria-hidden="true" className="mr-1 inline-block w-3 text-center font-mono">
        {sign}
      </span>
      {PACKAGE_LABEL[change.kind]}
      {change.level ? `, ${change.level}` : ""}
    </span>
  );
}

const COLUMNS: readonly Column<PackageChange>[] = [
  {
    key: "name",
    header: "Package",
    width: "clamp(6rem, 28vw, 9rem)",
    sortBy: ({ name }) => name,
    cell: ({ name }) => <bdi title={plainText(name)}>{plainText(name)}</bdi>,
  },
  { key: "kind", header: "Change", width: "11rem", cell: (change) => <Change change={change} /> },
  { key: "from", header: "From", from: "sm", cell: ({ from }) => version(from) },
  { key: "to", header: "To", cell: ({ to }) => version(to) },
  {
    key: "source",
    header: "In the notes",
    width: "6rem",
    from: "lg",
    cell: ({ source }) => <CitationLinks citations={source ? [source] : []} lineOnly />,
  },
];

/** What differs between the two images, for this Kubernetes version, architecture and variant. */
export function PackagesPanel({
  packages,
  notes,
}: {
  packages: readonly PackageChange[];
  notes: NotesState;
}) {
  const rows = useMemo(() => packageRows(packages), [packages]);
  const [sort, setSort] = useState<Sort | null>(null);
  return (
    <Panel
      stacked
      title="Packages"
      aside={<span className="text-meta text-muted">{packageSummary(packages)}</span>}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <p className="text-muted">
          {notes === "missing" || notes === "partly_missing"
            ? "The notes are missing, so it is not known what differs."
            : "The tables of both releases name the same versions."}
        </p>
      ) : (
        <DataTable
          label="Packages that differ"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ name, kind }) => `${name} ${kind}`}
          sort={sort}
          onSort={setSort}
          className="rounded-none border-0 [&_table]:rounded-none"
        />
      )}
    </Panel>
  );
}
