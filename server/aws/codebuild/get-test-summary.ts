import "server-only";
import { BatchGetReportsCommand } from "@aws-sdk/client-codebuild";
import type { BuildView } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { codebuild } from "./client";

/** Test results over all test reports of a build; undefined when there is none. Needs codebuild:BatchGetReports. */
export async function getTestSummary(
  ctx: UpstreamCtx,
  reportArns: string[],
): Promise<BuildView["tests"]> {
  if (reportArns.length === 0) return undefined;
  const answer = await callAws(ctx, "codebuild", "BatchGetReports", (options) =>
    codebuild().send(new BatchGetReportsCommand({ reportArns: reportArns.slice(0, 100) }), options),
  );
  const summaries = (answer.reports ?? []).flatMap((report) =>
    report.type !== "CODE_COVERAGE" && report.testSummary ? [report.testSummary] : [],
  );
  if (summaries.length === 0) return undefined;
  const count = (status: string) =>
    summaries.reduce((sum, summary) => sum + (summary.statusCounts?.[status] ?? 0), 0);
  return {
    total: summaries.reduce((sum, summary) => sum + (summary.total ?? 0), 0),
    passed: count("SUCCEEDED"),
    failed: count("FAILED") + count("ERROR"),
    skipped: count("SKIPPED"),
  };
}
