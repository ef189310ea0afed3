import type { ExecutionRow } from "./model";

/** CodePipeline's trigger types in words. */
const TRIGGERS: Record<string, string> = {
  CreatePipeline: "Pipeline created",
  StartPipelineExecution: "Release change",
  PollForSourceChanges: "Source change (polled)",
  Webhook: "Webhook",
  WebhookV2: "Webhook",
  CloudWatchEvent: "Source change",
  PutActionRevision: "Source revision",
  ManualRollback: "Rollback by a person",
  AutomatedRollback: "Automatic rollback",
};

/** What started an execution; the last part of an ARN is who, the rest of it is noise. */
export function triggerText(row: Pick<ExecutionRow, "trigger">): string {
  if (!row.trigger) return "Not said";
  const what = TRIGGERS[row.trigger.type] ?? row.trigger.type;
  const who = row.trigger.type === "StartPipelineExecution" ? row.trigger.detail : undefined;
  return who ? `${what} by ${who.split("/").at(-1)}` : what;
}
