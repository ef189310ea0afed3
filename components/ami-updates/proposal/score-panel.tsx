import type { ReactNode } from "react";
import { Risk } from "@/components/ami-updates/parts/risk";
import { FactorList } from "@/components/ami-updates/proposal/factor-list";
import { ModelPanel } from "@/components/ami-updates/proposal/model-panel";
import { Fact, Facts } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { URGENCY_LABEL, VERDICT_LOOK } from "@/lib/ami-updates/looks";
import type { NotesState } from "@/lib/ami-updates/model";
import type { ProposalView } from "@/lib/ami-updates/views";

const NOTES_LABEL: Record<NotesState, string> = {
  release: "GitHub Releases",
  changelog: "The changelog",
  missing: "Missing",
  partly_missing: "Partly missing",
};

function Axis({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <p className="text-meta text-muted">{name}</p>
      {children}
    </div>
  );
}

/** Both axes, verdict, and every factor: what is computed, apart from what a model says. */
export function ScorePanel({ analysis }: { analysis: NonNullable<ProposalView["analysis"]> }) {
  const computed = analysis.factors
    .filter(({ source }) => source !== "model")
    .sort((a, b) => b.risk - a.risk);
  return (
    <>
      <Panel stacked title="Score">
        <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
          <Axis name="Risk of the change">
            <Risk risk={analysis.risk} size="lg" />
          </Axis>
          <Axis name="Urgency of security fixes">
            <span className="text-title leading-9 font-semibold">
              {URGENCY_LABEL[analysis.urgency]}
            </span>
          </Axis>
          <Axis name="Verdict">
            <StatusBadge {...VERDICT_LOOK[analysis.verdict]} className="h-9" />
          </Axis>
        </div>
        <p>
          <Foreign text={analysis.summary} />
        </p>
        {analysis.autoRejected ? (
          <p className="text-failed">
            <Foreign text={analysis.autoRejected} />
          </p>
        ) : null}
        <Facts>
          <Fact name="Floor (computed)">{analysis.floor}/10</Fact>
          <Fact name="Model said">
            {analysis.model.risk === undefined
              ? "Nothing that counts"
              : `${analysis.model.risk}/10`}
          </Fact>
          <Fact name="Notes">{NOTES_LABEL[analysis.notes]}</Fact>
          <Fact name="For">
            Kubernetes {analysis.kubernetesVersion} · {analysis.architecture} · {analysis.variant}
          </Fact>
        </Facts>
      </Panel>
      <Panel stacked title="Computed from the notes and the rules">
        {computed.length === 0 ? (
          <p className="text-muted">No rule raises the risk above its least.</p>
        ) : (
          <FactorList factors={computed} label="Computed factors" />
        )}
      </Panel>
      <ModelPanel analysis={analysis} />
    </>
  );
}
