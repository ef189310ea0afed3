"use client";

import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { CalibrationPanel } from "@/components/ami-updates/history/calibration-panel";
import { HISTORY_COLUMNS } from "@/components/ami-updates/history/history-columns";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { Pager } from "@/components/data/pager";
import { DataTable } from "@/components/data/table";
import { TableSkeleton } from "@/components/data/table-skeleton";
import { useRead } from "@/components/data/use-read";
import { Button, buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { amiReadUrls } from "@/lib/ami-updates/keys";
import type { HistoryPage } from "@/lib/ami-updates/views";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

const hrefOf = (query: { target?: string; before?: string }): string => {
  const search = new URLSearchParams(query).toString();
  return search ? `${routes.amiHistory()}?${search}` : routes.amiHistory();
};

/** Every update with its score, its decision and how it ended; and how well scores foretell that. */
export function HistoryView() {
  const router = useRouter();
  const params = useSearchParams();
  const target = params.get("target") ?? undefined;
  const before = params.get("before") ?? undefined;
  const query = { ...(target && { target }), ...(before && { before }) };
  const url = amiReadUrls.history(query);
  const read = useRead<HistoryPage>(["ami-updates", "history", url], url, { staleMs: 5_000 });
  const page = read.data;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto">History</h1>
        <div className="w-56 max-sm:w-full [&_label]:sr-only">
          <Field label="Node class">
            <Select
              value={target ?? ""}
              onChange={(event) =>
                router.replace(hrefOf(event.target.value ? { target: event.target.value } : {}), {
                  scroll: false,
                })
              }
            >
              <option value="">Every node class</option>
              {[...new Set([...(page?.targets ?? []), ...(target ? [target] : [])])].map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Button onClick={read.retry}>Look again</Button>
      </div>
      <CalibrationPanel />
      <AsyncView
        state={read.state}
        problem={read.problem}
        onRetry={read.retry}
        skeleton={<TableSkeleton rows={15} />}
        isEmpty={page !== undefined && page.rows.length === 0}
        empty={<Nothing filtered={target !== undefined || before !== undefined} />}
      >
        {page ? (
          <div aria-busy={read.placeholder} className="grid gap-3">
            <DataTable
              label="Updates"
              columns={HISTORY_COLUMNS}
              rows={page.rows}
              rowKey={({ id }) => id}
              rowHref={({ id }) => routes.amiProposal(id)}
              rowLabel={({ to, cluster, nodeClass }) =>
                `${to.release ?? to.imageId} for ${cluster}/${nodeClass}`
              }
            />
            <Pager
              told={`${plural(page.rows.length, "update")} on this page`}
              {...(before && { first: hrefOf(target ? { target } : {}) })}
              {...(page.next && { next: hrefOf({ ...(target && { target }), before: page.next }) })}
              nextLabel="Older"
            />
          </div>
        ) : null}
      </AsyncView>
    </div>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      title="No update is here"
      action={
        <Link href={routes.amiHistory()} className={buttonClass()}>
          The whole history
        </Link>
      }
    >
      This node class has none, or the page lies beyond the last one.
    </EmptyState>
  ) : (
    <EmptyState
      title="No update was ever found"
      action={
        <Link href={routes.amiUpdates()} className={buttonClass()}>
          To the clusters
        </Link>
      }
    >
      The first image that differs from what Git says begins the history; dry runs are listed too.
    </EmptyState>
  );
}
