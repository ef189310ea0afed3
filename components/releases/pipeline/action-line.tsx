import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { Elapsed, Timestamp } from "@/components/data/timestamp";
import { ActionTarget } from "@/components/releases/parts/action-target";
import { ActionProgress } from "@/components/releases/pipeline/action-progress";
import { failureText, shortenIds } from "@/lib/releases/action-text";
import type { ActionView } from "@/lib/releases/model";
import { actionLook, isInFlight } from "@/lib/releases/status";

/** One action of a stage: status, name, provider, what it works on, what it says. */
export function ActionLine({ action }: { action: ActionView }) {
  const look = actionLook(action);
  return (
    <li className="flex min-w-0 items-start gap-2 border-t px-3 py-2 first:border-t-0">
      <StatusIcon tone={look.tone} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 font-medium wrap-anywhere">{action.name}</span>
          <span className="text-meta text-muted">{action.provider}</span>
        </div>
        <p className="text-meta text-muted">
          {look.label}
          {action.changedAt ? (
            isInFlight(action.status) ? (
              <>
                {" for "}
                <Elapsed since={action.changedAt} />
                <ActionProgress action={action} />
              </>
            ) : (
              <>
                {" "}
                <Timestamp at={action.changedAt} />
              </>
            )
          ) : null}
        </p>
        <ActionTarget action={action} />
        {action.error?.message ? (
          <p className="line-clamp-5 text-meta text-failed" title={action.error.message}>
            <Foreign text={failureText(action.error.message)} />
          </p>
        ) : action.summary && !/^Deployment Succeeded$/i.test(action.summary) ? (
          <p className="line-clamp-3 text-meta text-muted" title={action.summary}>
            <Foreign text={shortenIds(action.summary)} />
          </p>
        ) : null}
      </div>
    </li>
  );
}
