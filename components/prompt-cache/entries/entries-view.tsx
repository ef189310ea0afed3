"use client";

import Link from "next/link";
import { useRouter, useSearchParams, useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { Pager } from "@/components/data/pager";
import { DataTable } from "@/components/data/table";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { useRead } from "@/components/data/use-read";
import { ListAndDetail } from "@/components/prompt-cache/parts/list-and-detail";
import { useKnown } from "@/components/prompt-cache/parts/use-known";
import { buttonClass } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatCount, plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import type { EntriesPage } from "@/lib/prompt-cache/entry";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import { EntriesFilters } from "./entries-filters";
import { entriesHref, isFiltered, parseEntriesSearch } from "./entries-search";
import { entryColumns } from "./entry-columns";
import { ManageEntries } from "./manage-entries";

/** What is stored: found by text or by meaning, one of them open beside the list. */
export function EntriesView({ children }: { children: ReactNode }) {
  const router = useRouter();
  const params = useSearchParams();
  const search = parseEntriesSearch((name) => params.get(name));
  const open = useSelectedLayoutSegment();
  const known = useKnown();
  const meaning = search.by === "meaning" && search.search !== "";
  const unanswerable = meaning && search.namespace === undefined;
  const url = promptReadUrls.entries(search);
  const read = useRead<EntriesPage>(["prompt-cache", "entries", url], url, {
    staleMs: 5_000,
    enabled: !unanswerable,
  });
  const page = unanswerable ? undefined : read.data;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto">Entries</h1>
        <EntriesFilters
          search={search}
          known={known}
          hidden={open !== null}
          onChange={(change) =>
            router.replace(entriesHref(search, { cursor: null, ...change }), { scroll: false })
          }
        />
        <div className={cn(open !== null && "max-xl:hidden")}>
          <ManageEntries namespace={search.namespace} known={known} />
        </div>
      </div>
      <ListAndDetail open={open !== null} detail={children}>
        {unanswerable ? (
          <EmptyState title="Choose a namespace to search by meaning">
            How near two prompts are is known within one namespace only.
          </EmptyState>
        ) : (
          <AsyncView
            state={read.state}
            problem={read.problem}
            onRetry={read.retry}
            skeleton={<TableSkeleton rows={20} />}
            isEmpty={page !== undefined && page.entries.length === 0 && page.next === undefined}
            empty={<NothingFound filtered={isFiltered(search)} />}
          >
            {page ? (
              <div aria-busy={read.placeholder} className="grid gap-3">
                {page.entries.length === 0 ? null : (
                  <DataTable
                    label="Entries"
                    columns={entryColumns({
                      narrow: open !== null,
                      scored: meaning,
                      namespaced: search.namespace === undefined,
                    })}
                    rows={page.entries}
                    rowKey={({ id }) => id}
                    rowHref={({ id }) => entriesHref(search, {}, id)}
                    rowLabel={({ prompt, hits }) =>
                      `${prompt.slice(0, 120)}: ${plural(hits, "hit")}`
                    }
                    selectedKey={open ?? undefined}
                  />
                )}
                <Pager
                  told={toldOf(page, meaning)}
                  {...(search.cursor && { first: entriesHref(search, { cursor: null }) })}
                  {...(page.next && { next: entriesHref(search, { cursor: page.next }) })}
                  nextLabel={page.looked ? "Look further" : "Next"}
                />
              </div>
            ) : null}
          </AsyncView>
        )}
      </ListAndDetail>
    </div>
  );
}

function toldOf({ entries, looked, total }: EntriesPage, meaning: boolean): string {
  const stored = `${formatCount(total)} stored`;
  if (meaning)
    return `The ${plural(entries.length, "nearest entry", "nearest entries")} of ${stored}`;
  if (looked !== undefined)
    return `${formatCount(entries.length)} found among ${formatCount(looked)} of ${plural(total, "entry", "entries")}`;
  return `${plural(entries.length, "entry", "entries")} on this page, ${stored}`;
}

function NothingFound({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      title="No entry matches"
      action={
        <Link href={routes.promptEntries()} className={buttonClass()}>
          Show all entries
        </Link>
      }
    >
      Entries leave by themselves when their time to live ends.
    </EmptyState>
  ) : (
    <EmptyState
      title="Nothing is stored yet"
      action={
        <Link href={routes.promptPlayground()} className={buttonClass()}>
          Ask in the playground
        </Link>
      }
    >
      Each answer of the model is kept here with its prompt until its time to live ends.
    </EmptyState>
  );
}
