import { Foreign } from "@/components/data/foreign";
import { StatusBadge } from "@/components/data/status-badge";
import { OutsideLink, TextLink } from "@/components/data/text-link";
import { Elapsed, Timestamp } from "@/components/data/timestamp";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { routes } from "@/lib/platform/routes";
import type { ApprovalView } from "@/lib/releases/model";

/** What is asked, where, until when, and how old the evidence is. */
export function ApprovalHead({
  id,
  approval,
  confirmedAt,
  showPlace,
  gone,
  decided,
}: {
  id: string;
  approval: ApprovalView;
  confirmedAt: string | undefined;
  showPlace: boolean;
  gone: boolean;
  decided: string | undefined;
}) {
  const readAt = confirmedAt && confirmedAt > approval.readAt ? confirmedAt : approval.readAt;
  return (
    <header className="grid gap-1 border-b p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="min-w-0 text-[15px] leading-6">
          <Foreign text={approval.question ?? `Approve ${approval.action} in ${approval.stage}?`} />
        </h2>
        <StatusBadge
          tone={decided ? "succeeded" : gone ? "stopped" : "waiting"}
          label={decided ?? (gone ? "No longer waits" : "Waiting for a decision")}
        />
      </div>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-meta text-muted">
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
          <ExecutionLink
            pipeline={approval.pipeline}
            id={approval.executionId}
            className="min-h-0"
          />
        </span>
        {approval.waitingSince && !gone ? (
          <span>
            Waiting for <Elapsed since={approval.waitingSince} />
          </span>
        ) : null}
        {approval.expiresAt && !gone ? (
          <span>
            Times out <Timestamp at={approval.expiresAt} />
          </span>
        ) : null}
        <span>
          Evidence read <Timestamp at={readAt} />
        </span>
        {approval.reviewUrl ? (
          <OutsideLink href={approval.reviewUrl}>Review page</OutsideLink>
        ) : null}
      </p>
    </header>
  );
}
