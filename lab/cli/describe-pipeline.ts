import { callLab } from "./call-lab.ts";
import type { FoundLab } from "./find-lab.ts";
import { UsageError } from "./options.ts";
import { listExecutions } from "./what-next.ts";

interface ActionState {
  actionName: string;
  latestExecution?: {
    status?: string;
    summary?: string;
    token?: string;
    externalExecutionId?: string;
    errorDetails?: { message?: string };
  };
}

interface StageState {
  stageName: string;
  latestExecution?: { pipelineExecutionId: string; status: string };
  inboundExecution?: { pipelineExecutionId: string };
  inboundTransitionState?: { enabled: boolean; disabledReason?: string };
  actionStates?: ActionState[];
}

/** A pipeline's stages as lines of text. */
export async function describePipeline(lab: FoundLab, name: string): Promise<string[]> {
  let stages: StageState[];
  try {
    const state = await callLab<{ stageStates?: StageState[] }>(
      lab.endpoint,
      "codepipeline",
      "GetPipelineState",
      { name },
    );
    stages = state.stageStates ?? [];
  } catch (error) {
    if (error instanceof UsageError) return [`Pipeline ${name}: ${error.message}`];
    throw error;
  }
  const revisions = new Map(
    (await listExecutions(lab, name)).map((one) => [
      one.pipelineExecutionId,
      readable(one.sourceRevisions?.[0]?.revisionSummary ?? ""),
    ]),
  );
  return [`Pipeline ${name}`, ...stages.flatMap((stage) => stageLines(stage, revisions))];
}

function stageLines(stage: StageState, revisions: Map<string, string>): string[] {
  const latest = stage.latestExecution;
  const what = latest
    ? `${latest.status.padEnd(11)} ${latest.pipelineExecutionId.slice(0, 8)}  ${revisions.get(latest.pipelineExecutionId) ?? ""}`
    : "nothing yet";
  const lines = [`  ${stage.stageName.padEnd(12)} ${what}`.trimEnd()];
  if (stage.inboundExecution) {
    lines.push(`    ${stage.inboundExecution.pipelineExecutionId.slice(0, 8)} waits to enter`);
  }
  if (stage.inboundTransitionState?.enabled === false) {
    lines.push(`    closed: ${stage.inboundTransitionState.disabledReason ?? ""}`);
  }
  for (const { actionName, latestExecution } of stage.actionStates ?? []) {
    if (latestExecution?.token) lines.push(`    ${actionName} waits for approval`);
    const why = latestExecution?.errorDetails?.message;
    if (latestExecution?.status === "Failed" && why) lines.push(`    ${actionName}: ${why}`);
  }
  return lines;
}

/** Revision summaries are percent-encoded where S3 metadata cannot carry them. */
function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
