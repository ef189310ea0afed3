import { memo } from "react";
import { CommitList } from "@/components/releases/approval/commit-list";
import { FindingsList } from "@/components/releases/approval/findings-list";
import { RevisionPair } from "@/components/releases/approval/revision-pair";
import { evidenceFindings } from "@/lib/releases/evidence-findings";
import type { ApprovalView } from "@/lib/releases/model";

/** Everything to decide on, in reading order: what changes, what speaks for and against, which commits. */
export const ApprovalEvidence = memo(function ApprovalEvidence({
  approval,
}: {
  approval: ApprovalView;
}) {
  const { evidence } = approval;
  return (
    <>
      <RevisionPair evidence={evidence} />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="grid content-start gap-1">
          <h3 className="text-meta text-muted">Evidence</h3>
          <FindingsList findings={evidenceFindings(approval)} pipeline={approval.pipeline} />
        </div>
        <CommitList
          commits={evidence.commitsBetween}
          incomplete={evidence.commitsIncomplete}
          between={evidence.runningNow !== undefined}
        />
      </div>
    </>
  );
});
