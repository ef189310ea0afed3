import "server-only";
import { createHash } from "node:crypto";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import type { PullView } from "@/lib/ami-updates/views";

/**
 * SHA-256 in hex over what a decision rests on: the analysis, the commit that would be merged, checks
 * that failed, who overrode the rules. What only moves on (a check that ends well) changes nothing.
 */
export function hashEvidence(
  record: Pick<UpdateRecord, "id" | "analysis" | "override">,
  pull: Pick<PullView, "number" | "head" | "state" | "checks">,
): string {
  const { analysis, override } = record;
  const evidence = [
    record.id,
    analysis && [analysis.at, analysis.risk, analysis.verdict, analysis.autoRejected ?? ""],
    override?.by ?? "",
    pull.number,
    pull.head,
    pull.state,
    pull.checks.flatMap(({ name, state }) => (state === "failed" ? name : [])).sort(),
  ];
  return createHash("sha256").update(JSON.stringify(evidence)).digest("hex");
}
