import { ArrowRight, Ban } from "lucide-react";
import { Foreign } from "@/components/data/foreign";
import { Timestamp } from "@/components/data/timestamp";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import type { StageView } from "@/lib/releases/model";

/** The way into a stage: open or disabled with its reason, and the executions that wait before it. */
export function StageGate({
  pipeline,
  stage,
  first,
}: {
  pipeline: string;
  stage: StageView;
  first: boolean;
}) {
  const { transition, inbound } = stage;
  if (first && transition.enabled && inbound.length === 0) return null;
  return (
    <div className="flex min-w-0 items-center justify-center gap-2 text-meta text-muted lg:max-w-32 lg:flex-col lg:self-center">
      {transition.enabled ? (
        <ArrowRight aria-hidden="true" className="size-4 shrink-0 max-lg:rotate-90" />
      ) : (
        <Ban aria-hidden="true" className="size-4 shrink-0 text-failed" />
      )}
      <span className="sr-only">
        {transition.enabled ? `Transition into ${stage.name} is open.` : null}
      </span>
      {transition.enabled ? null : (
        <p className="min-w-0 lg:text-center">
          <span className="text-failed">Transition disabled</span>
          {transition.disabledReason ? (
            <>
              {": "}
              <Foreign text={transition.disabledReason} />
            </>
          ) : null}
          {transition.changedAt ? (
            <>
              {" "}
              <Timestamp at={transition.changedAt} />
            </>
          ) : null}
        </p>
      )}
      {inbound.length > 0 ? (
        <p className="lg:text-center">
          {inbound.length === 1 ? "Waits to enter:" : `${inbound.length} wait to enter:`}{" "}
          {inbound.map((one) => (
            <ExecutionLink
              key={one.executionId}
              pipeline={pipeline}
              id={one.executionId}
              className="mr-1"
            />
          ))}
        </p>
      ) : null}
    </div>
  );
}
