"use client";

import Link from "next/link";
import { useRouter, useSearchParams, useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { Pager } from "@/components/data/pager";
import { DataTable } from "@/components/data/table";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { ListAndDetail } from "@/components/prompt-cache/parts/list-and-detail";
import { useKnown } from "@/components/prompt-cache/parts/use-known";
import { buttonClass } from "@/components/ui/button";
import { formatCount, plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { OUTCOME_TEXT } from "@/lib/prompt-cache/reason-text";
import type { RequestsPage } from "@/lib/prompt-cache/requests";
import { requestColumns } from "./request-columns";
import { RequestsFilters } from "./requests-filters";
import { isFiltered, parseRequestsSearch, requestsHref } from "./requests-search";
import { useRequests } from "./use-requests";

/** Recent requests and why each was answered as it was; one of them open beside the list. */
export function RequestsView({ children }: { children: ReactNode }) {
  const router = useRouter();
  const params = useSearchParams();
  const search = parseRequestsSearch((name) => params.get(name));
  const open = useSelectedLayoutSegment();
  const known = useKnown();
  const { waiting, release, ...read } = useRequests(search);
  const page = read.data;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto">Requests</h1>
        <RequestsFilters
          search={search}
          known={known}
          hidden={open !== null}
          onChange={(change) =>
            router.replace(requestsHref(search, { cursor: null, ...change }), { scroll: false })
          }
        />
      </div>
      <ListAndDetail open={open !== null} detail={children}>
        {page && page.lastHour.kept < page.lastHour.of ? (
          <p className="text-muted">{keptSentence(page)}</p>
        ) : null}
        <AsyncView
          state={read.state}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<TableSkeleton rows={20} />}
          isEmpty={page !== undefined && page.requests.length === 0 && page.next === undefined}
          empty={<NothingFound filtered={isFiltered(search)} />}
        >
          {page ? (
            <div aria-busy={read.placeholder} className="grid gap-3">
              {page.requests.length === 0 ? null : (
                <DataTable
                  label="Requests"
                  heldBack={{ waiting, onRelease: release }}
                  columns={requestColumns(open !== null)}
                  rows={page.requests}
                  rowKey={({ id }) => id}
                  rowHref={({ id }) => requestsHref(search, {}, id)}
                  rowLabel={({ cache, prompt }) =>
                    `${OUTCOME_TEXT[cache]}: ${prompt.slice(0, 120) || "no text"}`
                  }
                  selectedKey={open ?? undefined}
                />
              )}
              <Pager
                told={toldOf(page)}
                {...(search.cursor && { first: requestsHref(search, { cursor: null }) })}
                {...(page.next && { next: requestsHref(search, { cursor: page.next }) })}
                nextLabel={page.requests.length === 0 ? "Look further" : "Older"}
              />
            </div>
          ) : null}
        </AsyncView>
      </ListAndDetail>
    </div>
  );
}

/** Beyond 50 a second a choice is kept; whoever looks for one of the others must know. */
function keptSentence({ lastHour: { kept, of } }: RequestsPage): string {
  if (of === 0) return "No request came in the last hour.";
  return kept >= of
    ? `All ${formatCount(of)} of the last hour are kept.`
    : `${formatCount(kept)} of ${formatCount(of)} of the last hour are kept: at most 50 a second.`;
}

function toldOf(page: RequestsPage): string {
  const { requests, unreadable } = page;
  const found = `${plural(requests.length, "request")} on this page`;
  const hidden = `; ${formatCount(unreadable)} more cannot be read: encrypted with another key`;
  return `${found}${unreadable === 0 ? "" : hidden}. ${keptSentence(page)}`;
}

function NothingFound({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      title="No request matches"
      action={
        <Link href={routes.promptRequests()} className={buttonClass()}>
          Show all requests
        </Link>
      }
    >
      About the last two thousand requests of each namespace are kept.
    </EmptyState>
  ) : (
    <EmptyState
      title="No request is kept"
      action={
        <Link href={routes.promptPlayground()} className={buttonClass()}>
          Ask in the playground
        </Link>
      }
    >
      Requests stay here for a week after a namespace's last one, with all that explains them.
    </EmptyState>
  );
}
