"use client";

import { memo, useDeferredValue, useMemo } from "react";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import { PageHead } from "@/components/data/page-head";
import { DataTable, VIRTUAL_ABOVE } from "@/components/data/table";
import { PIPELINE_COLUMNS } from "@/components/releases/pipelines/pipeline-columns";
import { PipelineFilters } from "@/components/releases/pipelines/pipeline-filters";
import { PipelinesSkeleton, TitleRow } from "@/components/releases/pipelines/pipelines-skeleton";
import { useChangedRows } from "@/components/releases/pipelines/use-changed-rows";
import { usePipelineFilters } from "@/components/releases/pipelines/use-pipeline-filters";
import { useLive } from "@/components/shell/live/use-live";
import { Button } from "@/components/ui/button";
import type { Snapshot } from "@/lib/live/model";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { topics } from "@/lib/releases/keys";
import type { PipelineRow } from "@/lib/releases/model";
import { countStates, filterPipelines } from "@/lib/releases/pipeline-state";

interface PipelinesData {
  pipelines: PipelineRow[];
}

/** Every pipeline, live. */
export function PipelinesView({ initial }: { initial?: Snapshot<PipelinesData> | undefined }) {
  const live = useLive<PipelinesData>(topics.pipelines(), initial);
  // Loading and loaded, the title shares a row with the filters: that makes room for the 20th row.
  const titled = live.state === "loading" || (live.snapshot?.data.pipelines.length ?? 0) > 0;
  return (
    <div className="grid gap-3">
      {titled ? null : <PageHead title="Pipelines" />}
      <AsyncView
        {...live}
        skeleton={<PipelinesSkeleton />}
        isEmpty={(data) => data.pipelines.length === 0}
        empty={
          <EmptyState title="No pipelines in this account and region">
            The list shows every CodePipeline pipeline that the console may read. Create one in
            CodePipeline, or check the account and region in the top bar.
          </EmptyState>
        }
      >
        {(data) => <PipelinesTable pipelines={data.pipelines} />}
      </AsyncView>
    </div>
  );
}

/** Memoised: the live clock ticks every second, the rows change with the data only. */
const PipelinesTable = memo(function PipelinesTable({ pipelines }: PipelinesData) {
  const filters = usePipelineFilters();
  const text = useDeferredValue(filters.text);
  const counts = useMemo(() => countStates(pipelines), [pipelines]);
  const shown = useMemo(
    () => filterPipelines(pipelines, { text, state: filters.state }),
    [pipelines, text, filters.state],
  );
  const changed = useChangedRows(pipelines);
  return (
    <div className="grid gap-3">
      <TitleRow>
        <PipelineFilters
          text={filters.text}
          state={filters.state}
          counts={counts}
          onText={filters.setText}
          onState={filters.setState}
        />
      </TitleRow>
      <p role="status" className="sr-only">
        {plural(shown.length, "pipeline")} shown
      </p>
      {shown.length === 0 ? (
        <EmptyState
          title="No pipeline matches"
          action={<Button onClick={filters.clear}>Clear the filter</Button>}
        >
          {plural(pipelines.length, "pipeline")} in all; none has this name and state.
        </EmptyState>
      ) : (
        <DataTable
          label="Pipelines"
          columns={PIPELINE_COLUMNS}
          rows={shown}
          rowKey={(row) => row.name}
          rowHref={(row) => routes.pipeline(row.name)}
          changedKeys={changed}
          // To the lower edge of the window from below the title: 20 rows at 900 px.
          className={shown.length > VIRTUAL_ABOVE ? "lg:max-h-[calc(100dvh-7.75rem)]" : ""}
          holdFor={`${text} ${filters.state}`}
          sort={filters.sort}
          onSort={filters.setSort}
        />
      )}
    </div>
  );
});
