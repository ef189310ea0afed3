"use client";

import { AsyncView } from "@/components/data/async-view";
import { ChartFrame } from "@/components/data/chart/chart-frame";
import { Panel } from "@/components/data/panel";
import { useRead } from "@/components/data/use-read";
import { Skeleton } from "@/components/ui/skeleton";
import type { Calibration } from "@/lib/ami-updates/calibration";
import { amiReadUrls } from "@/lib/ami-updates/keys";

/** How outcomes relate to scores, and whether the model was right to raise them. */
export function CalibrationPanel() {
  const read = useRead<Calibration>(["ami-updates", "calibration"], amiReadUrls.calibration(), {
    staleMs: 30_000,
  });
  return (
    <AsyncView
      state={read.state}
      problem={read.problem}
      onRetry={read.retry}
      skeleton={<Skeleton className="h-72" />}
    >
      {read.data && !read.data.chart.empty ? (
        <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <ChartFrame chart={read.data.chart} height={180} />
          <ModelCalibration {...read.data} />
        </div>
      ) : null}
    </AsyncView>
  );
}

const ROWS: readonly { key: keyof Calibration["raised"]; label: string }[] = [
  { key: "asked", label: "Its answer counted" },
  { key: "raised", label: "Raised the risk above the floor" },
  { key: "right", label: "Raised, and it went badly or was closed" },
  { key: "wrong", label: "Raised, and it was verified" },
  { key: "missed", label: "Left at the floor, and it went badly" },
];

function ModelCalibration({ raised, summary }: Calibration) {
  return (
    <Panel stacked title="The model and the floor">
      <p className="text-muted">{summary}</p>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
        {ROWS.map(({ key, label }) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid">
            <dt>{label}</dt>
            <dd className="text-end font-medium">{raised[key]}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
