"use client";

import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { useRead } from "@/components/data/use-read";
import { useUrlState } from "@/components/data/use-url-state";
import { Choice } from "@/components/prompt-cache/parts/choice";
import { Skeleton } from "@/components/ui/skeleton";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import type { TuningView as View } from "@/lib/prompt-cache/tuning";
import { ChangedPairs } from "./changed-pairs";
import { FillerPanel } from "./filler-panel";
import { Suggestion } from "./suggestion";
import { ThresholdPanel } from "./threshold-panel";
import { parseTuningSearch } from "./tuning-search";

/** A step of the slider is asked for when the hand rests. */
const REST_MS = 250;

/** What another threshold would have meant, from scores of real requests and people's words. */
export function TuningView({ namespaces }: { namespaces: readonly string[] }) {
  const url = useUrlState();
  const search = parseTuningSearch(url.get);
  const namespace = search.namespace ?? namespaces[0];
  const { whatIf, precision } = search;
  const address = promptReadUrls.tuning({
    ...(namespace && { namespace }),
    ...(whatIf !== undefined && { whatIf }),
    precision,
  });
  const read = useRead<View>(["prompt-cache", "tuning", address], address, {
    staleMs: 5_000,
    enabled: namespace !== undefined,
  });
  const view = read.data?.namespace === namespace ? read.data : undefined;
  const attempt = (threshold: number) =>
    url.set({ whatIf: threshold.toFixed(2) }, { delayMs: REST_MS });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>Tuning</h1>
        {namespace === undefined ? null : (
          <Choice
            label="Namespace"
            value={namespace}
            options={namespaces}
            onChange={(name) => url.set({ namespace: name, whatIf: null }, { push: true })}
          />
        )}
      </div>
      {namespace === undefined ? (
        <EmptyState title="There is no namespace yet">
          A threshold belongs to a namespace; an administrator makes one under Keys and namespaces.
        </EmptyState>
      ) : (
        <AsyncView
          state={view ? read.state : read.state === "error" ? "error" : "loading"}
          problem={read.problem}
          onRetry={read.retry}
          skeleton={<TuningSkeleton />}
        >
          {view ? (
            <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_26rem]">
              <div className="grid min-w-0 gap-3">
                <ThresholdPanel
                  view={view}
                  whatIf={whatIf ?? view.threshold}
                  pending={read.placeholder}
                  onTry={attempt}
                />
                <ChangedPairs view={view} whatIf={whatIf ?? view.threshold} />
              </div>
              <div className="grid min-w-0 gap-3">
                <Suggestion
                  view={view}
                  whatIf={whatIf ?? view.threshold}
                  precision={precision}
                  onPrecision={(value) => url.set({ precision: value })}
                  onTry={attempt}
                />
                <FillerPanel view={view} />
              </div>
            </div>
          ) : null}
        </AsyncView>
      )}
    </div>
  );
}

function TuningSkeleton() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <Skeleton className="h-96" />
      <Skeleton className="h-40" />
    </div>
  );
}
