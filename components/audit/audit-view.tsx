"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { AuditDetail } from "@/components/audit/audit-detail";
import { AuditFilters } from "@/components/audit/audit-filters";
import {
  auditHref,
  auditListQuery,
  isFiltered,
  parseAuditSearch,
} from "@/components/audit/audit-query";
import { AuditTable } from "@/components/audit/audit-table";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { useRead } from "@/components/data/use-read";
import { buttonClass } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { AuditPage } from "@/lib/audit/model";

/** Who did what to what, when, why, and with what outcome. `first` is the page the server read. */
export function AuditView({ first }: { first: { query: string; page: AuditPage } | undefined }) {
  const params = useSearchParams();
  const search = parseAuditSearch((name) => params.get(name) ?? undefined);
  const query = auditListQuery(search).toString();
  const { data, state, problem, placeholder, retry } = useRead<AuditPage>(
    ["audit", "list", query],
    `/api/audit?${query}`,
    { staleMs: 5_000, ...(first?.query === query ? { initial: first.page } : {}) },
  );
  const entries = data?.entries ?? [];
  const open = search.entry;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1>Audit</h1>
        <AuditFilters search={search} hidden={open !== null} />
      </div>
      <div
        className={cn(
          "grid items-start gap-4",
          open !== null && "xl:grid-cols-[minmax(0,1fr)_26rem]",
        )}
      >
        <div
          className={cn("grid min-w-0 gap-3", open !== null && "max-xl:hidden")}
          aria-busy={placeholder}
        >
          <AsyncView
            state={state}
            problem={problem}
            onRetry={retry}
            skeleton={<TableSkeleton rows={20} />}
            isEmpty={data !== undefined && entries.length === 0}
            empty={
              <EmptyState
                title={
                  isFiltered(search) || search.before !== null
                    ? "No entry matches"
                    : "Nobody has done anything yet"
                }
                action={
                  isFiltered(search) || search.before !== null ? (
                    <Link href="/audit" className={buttonClass()}>
                      Show all entries
                    </Link>
                  ) : null
                }
              >
                Every action that changes something is written here before it is carried out:
                approvals, rejections, releases, retries.
              </EmptyState>
            }
          >
            {data ? <AuditTable entries={entries} search={search} /> : null}
          </AsyncView>
          {search.before === null && data?.next === undefined ? null : (
            <nav aria-label="Pages" className="flex items-center justify-between gap-2">
              <span className="text-meta text-muted">
                {search.before === null ? "The newest entries" : `Entries before ${search.before}`}
              </span>
              <span className="flex gap-2">
                {search.before === null ? null : (
                  <Link
                    href={auditHref(search, { before: null, entry: null })}
                    className={buttonClass()}
                  >
                    Newest
                  </Link>
                )}
                {data?.next === undefined ? null : (
                  <Link
                    href={auditHref(search, { before: data.next, entry: null })}
                    className={buttonClass()}
                  >
                    Older
                  </Link>
                )}
              </span>
            </nav>
          )}
        </div>
        {open === null ? null : (
          <AuditDetail
            key={open}
            seq={open}
            search={search}
            listed={entries.find(({ seq }) => seq === open)}
          />
        )}
      </div>
    </div>
  );
}
