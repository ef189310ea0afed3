import "server-only";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { AmiNotice, NoticeKind } from "@/lib/ami-updates/notice";

type Told = Pick<
  UpdateRecord,
  | "id"
  | "cluster"
  | "nodeClass"
  | "to"
  | "analysis"
  | "pull"
  | "decidedBy"
  | "decision"
  | "comment"
  | "outcomeWhy"
>;

/** What people are told of a record: score, summary, link. */
export function noticeOf(record: Told, kind: NoticeKind, consoleUrl?: string): AmiNotice {
  const target = `${record.cluster}/${record.nodeClass}`;
  const { analysis, to } = record;
  const page = consoleUrl && new URL(`/ami-updates/proposals/${record.id}`, consoleUrl).toString();
  const url = (kind === "proposed" && record.pull?.url) || page || record.pull?.url;
  return {
    updateId: record.id,
    kind,
    title: title(kind, target, to.release),
    summary: summary(kind, record),
    ...(analysis && { risk: analysis.risk, verdict: analysis.verdict }),
    ...(url && { url }),
  };
}

function title(kind: NoticeKind, target: string, release: string): string {
  switch (kind) {
    case "proposed":
      return `${target} → ${release} waits for a decision`;
    case "rejected":
      return `${target} → ${release} was refused by the rules`;
    case "merged":
      return `${target} → ${release} was merged`;
    case "verified":
      return `${target} runs ${release}, verified`;
    case "stuck":
      return `${target} → ${release} is stuck`;
    case "regressed":
      return `${target} → ${release} went wrong`;
  }
}

function summary(kind: NoticeKind, { analysis, decidedBy, decision, outcomeWhy }: Told): string {
  switch (kind) {
    case "proposed":
      return analysis?.summary ?? "There is no analysis.";
    case "rejected":
      return [analysis?.autoRejected, analysis?.summary].filter(Boolean).join(" ");
    case "merged":
      return decision === "auto_merged"
        ? "Merged by policy; nodes will be replaced."
        : `Merged by ${decidedBy ?? "somebody"}; nodes will be replaced.`;
    case "verified":
    case "stuck":
    case "regressed":
      return outcomeWhy ?? "";
  }
}
