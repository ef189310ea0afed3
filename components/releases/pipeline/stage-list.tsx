import { ScrollArea } from "@/components/data/scroll-area";
import { StatusBadge } from "@/components/data/status-badge";
import { Timestamp } from "@/components/data/timestamp";
import { ActionTarget } from "@/components/releases/parts/action-target";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { cn } from "@/components/ui/cn";
import type { PipelineView } from "@/lib/releases/model";
import { actionLook, stageLook } from "@/lib/releases/status";

const cell = "border-t px-3 py-1.5 text-start align-top";
const head = "h-8 bg-raised px-3 text-start text-meta font-medium text-muted";

/** The graph's twin: the same facts as a table, one row per action. */
export function StageList({ view }: { view: PipelineView }) {
  return (
    <ScrollArea label="Stages and actions, list" className="overflow-x-auto">
      <table className="w-full min-w-[36rem]" aria-label="Stages and actions">
        <thead>
          <tr>
            {["Stage", "Action", "Status", "Execution", "Changed", "Link"].map((name) => (
              <th key={name} scope="col" className={head}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.stages.flatMap((stage) => {
            const look = stageLook(stage);
            return stage.actions.map((action, index) => {
              const mine = actionLook(action);
              return (
                <tr key={`${stage.name}/${action.name}`}>
                  {index === 0 ? (
                    <th
                      scope="rowgroup"
                      rowSpan={stage.actions.length}
                      className={cn(cell, "font-medium")}
                    >
                      {stage.name}
                      <StatusBadge tone={look.tone} label={look.label} size="sm" className="flex" />
                      {stage.transition.enabled ? null : (
                        <span className="block text-meta text-failed">Transition disabled</span>
                      )}
                      {stage.inbound.length > 0 ? (
                        <span className="block text-meta text-muted">
                          {stage.inbound.length} wait to enter
                        </span>
                      ) : null}
                    </th>
                  ) : null}
                  <td className={cell}>
                    {action.name} <span className="text-meta text-muted">{action.provider}</span>
                  </td>
                  <td className={cell}>
                    <StatusBadge tone={mine.tone} label={mine.label} size="sm" />
                  </td>
                  <td className={cell}>
                    {stage.executionId ? (
                      <ExecutionLink pipeline={view.name} id={stage.executionId} />
                    ) : (
                      "–"
                    )}
                  </td>
                  <td className={cell}>
                    <Timestamp at={action.changedAt} />
                  </td>
                  <td className={cell}>
                    <ActionTarget action={action} />
                  </td>
                </tr>
              );
            });
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}
