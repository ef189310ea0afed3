import { TargetState, whyOf } from "@/components/ami-updates/clusters/target-state";
import { ImageLine } from "@/components/ami-updates/parts/image-line";
import { RiskFigure } from "@/components/ami-updates/parts/risk";
import type { Column } from "@/components/data/table";
import { TARGET_STATES } from "@/lib/ami-updates/model";
import { updateShown } from "@/lib/ami-updates/update-shown";
import type { LaneTarget } from "@/lib/ami-updates/views";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

export type TargetRow = LaneTarget & { environment: string };

/** Where a row leads: what waits, else what runs. */
export const targetHref = ({ cluster, nodeClass, update, rollout, state }: TargetRow): string =>
  update && !rollout && state !== "up_to_date"
    ? routes.amiProposal(update.id)
    : routes.amiRollout(cluster, nodeClass);

/** Columns of the list of node classes: the twin of the lanes. */
export const TARGET_COLUMNS: readonly Column<TargetRow>[] = [
  {
    key: "target",
    header: "Node class",
    width: "clamp(6rem, 32vw, 12rem)",
    sortBy: (row) => `${row.cluster}/${row.nodeClass}`,
    cell: (row) => `${row.cluster} / ${row.nodeClass}`,
  },
  {
    key: "state",
    header: "State",
    width: "10.5rem",
    sortBy: (row) => TARGET_STATES.indexOf(row.state),
    cell: (row) => <TargetState target={row} />,
  },
  {
    key: "environment",
    header: "Environment",
    width: "6.5rem",
    from: "lg",
    cell: (row) => row.environment,
  },
  {
    key: "image",
    header: "Image",
    width: "12.5rem",
    from: "md",
    sortBy: (row) => row.current?.release,
    cell: (row) => <ImageLine image={row.current} age withId={false} />,
  },
  {
    key: "recommended",
    header: "Recommended",
    width: "8rem",
    from: "lg",
    sortBy: (row) => row.recommended?.release,
    cell: (row) => row.recommended?.release ?? row.recommended?.releaseVersion ?? "–",
  },
  {
    key: "risk",
    header: "Risk",
    width: "7.5rem",
    from: "lg",
    sortBy: (row) => updateShown(row)?.risk,
    cell: (row) => {
      const risk = updateShown(row)?.risk;
      return risk === undefined ? (
        <span className="text-muted">–</span>
      ) : (
        <RiskFigure risk={risk} />
      );
    },
  },
  {
    key: "why",
    header: "Why",
    from: "xl",
    cell: (row) => (
      <bdi className="text-muted" title={plainText(whyOf(row))}>
        {plainText(whyOf(row))}
      </bdi>
    ),
  },
];
