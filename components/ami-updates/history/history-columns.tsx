import { RiskFigure } from "@/components/ami-updates/parts/risk";
import { StatusBadge } from "@/components/data/status-badge";
import type { Column } from "@/components/data/table";
import { Duration, Timestamp } from "@/components/data/timestamp";
import { DECISION_LABEL, updateLook, VERDICT_LOOK } from "@/lib/ami-updates/looks";
import type { HistoryRow } from "@/lib/ami-updates/views";
import { plainText } from "@/lib/platform/plain-text";

const dash = <span className="text-muted">–</span>;

/** Columns of the history: release × target, score, decision, outcome, how long. */
export const HISTORY_COLUMNS: readonly Column<HistoryRow>[] = [
  {
    key: "release",
    header: "Release",
    width: "clamp(6rem, 25vw, 9rem)",
    cell: ({ to, cluster, nodeClass }) => (
      <>
        <span className="block truncate max-sm:pt-1.5">
          {plainText(to.release ?? to.imageId ?? "Unknown")}
        </span>
        <span className="block truncate pb-1.5 text-meta font-normal text-muted sm:hidden">
          {cluster} / {nodeClass}
        </span>
      </>
    ),
  },
  {
    key: "target",
    header: "Node class",
    width: "10rem",
    from: "sm",
    cell: ({ cluster, nodeClass }) => `${cluster} / ${nodeClass}`,
  },
  {
    key: "state",
    header: "State",
    width: "clamp(10.5rem, 24vw, 12rem)",
    cell: (row) =>
      row.dryRun ? (
        <StatusBadge tone="skipped" label="Dry run" />
      ) : (
        <StatusBadge {...updateLook(row)} />
      ),
  },
  {
    key: "risk",
    header: "Risk",
    width: "7rem",
    from: "md",
    cell: ({ risk }) => (risk === undefined ? dash : <RiskFigure risk={risk} />),
  },
  {
    key: "verdict",
    header: "Verdict",
    width: "7rem",
    from: "lg",
    cell: ({ verdict }) => (verdict ? <StatusBadge {...VERDICT_LOOK[verdict]} size="sm" /> : dash),
  },
  {
    key: "decision",
    header: "Decision",
    from: "lg",
    cell: ({ decision, decidedBy }) =>
      decision ? (
        <bdi title={plainText(decidedBy ?? "")}>
          {DECISION_LABEL[decision]}
          {decidedBy && decidedBy !== "policy" ? (
            <span className="text-muted"> by {plainText(decidedBy)}</span>
          ) : null}
        </bdi>
      ) : (
        dash
      ),
  },
  {
    key: "took",
    header: "Merge to outcome",
    width: "8.5rem",
    align: "end",
    from: "xl",
    cell: ({ decidedAt, outcomeAt }) =>
      decidedAt && outcomeAt ? <Duration from={decidedAt} to={outcomeAt} /> : dash,
  },
  {
    key: "created",
    header: "Found",
    width: "6.5rem",
    align: "end",
    from: "sm",
    cell: ({ createdAt }) => <Timestamp at={createdAt} className="relative z-1 text-muted" />,
  },
];
