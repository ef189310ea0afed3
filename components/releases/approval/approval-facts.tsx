import { OutsideLink, TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { WaitingFor } from "@/components/data/waiting-card";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { routes } from "@/lib/platform/routes";
import type { ApprovalView } from "@/lib/releases/model";

/** Where it is asked, since and until when, and how old the evidence is: for `WaitingCard`. */
export function ApprovalFacts({
  approval,
  confirmedAt,
  showPlace,
  gone,
}: {
  approval: ApprovalView;
  confirmedAt: string | undefined;
  showPlace: boolean;
  gone: boolean;
}) {
  const readAt = confirmedAt && confirmedAt > approval.readAt ? confirmedAt : approval.readAt;
  return (
    <>
      <span className="wrap-anywhere">
        {showPlace ? (
          <>
            <TextLink href={routes.pipeline(approval.pipeline)}>{approval.pipeline}</TextLink>
            {" / "}
          </>
        ) : null}
        {approval.stage} / {approval.action}
      </span>
      <span>
        Execution{" "}
        <ExecutionLink pipeline={approval.pipeline} id={approval.executionId} className="min-h-0" />
      </span>
      <WaitingFor since={approval.waitingSince} gone={gone} />
      {approval.expiresAt && !gone ? (
        <span>
          Times out <Timestamp at={approval.expiresAt} />
        </span>
      ) : null}
      <span>
        Evidence read <Timestamp at={readAt} />
      </span>
      {approval.reviewUrl ? <OutsideLink href={approval.reviewUrl}>Review page</OutsideLink> : null}
    </>
  );
}
