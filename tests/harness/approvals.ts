import {
  CodePipelineClient,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  PutApprovalResultCommand,
} from "@aws-sdk/client-codepipeline";
import { waitUntil } from "../../scripts/processes/wait-until.ts";

type Lab = { labUrl: string };

/** An approval as AWS itself tells it, past the console. */
export interface WaitingApproval {
  pipeline: string;
  stage: string;
  action: string;
  executionId: string;
  token: string;
}

/** A client of the lab, as somebody beside the console has one. */
export const codepipelineOf = ({ labUrl }: Lab): CodePipelineClient =>
  new CodePipelineClient({
    endpoint: labUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  });

/** Waits until an execution of the pipeline, another than `not`, waits for a decision. */
export function waitingApproval(
  lab: Lab,
  pipeline: string,
  not?: { executionId: string },
): Promise<WaitingApproval> {
  return waitUntil(
    `An approval of ${pipeline} waiting`,
    async () => {
      const found = await approvalNow(lab, pipeline);
      return found && found.executionId !== not?.executionId ? found : undefined;
    },
    { timeoutMs: 90_000, everyMs: 200 },
  );
}

/** What waits for a decision now, if anything does. */
export async function approvalNow(
  lab: Lab,
  pipeline: string,
): Promise<WaitingApproval | undefined> {
  const state = await codepipelineOf(lab).send(new GetPipelineStateCommand({ name: pipeline }));
  for (const { stageName, latestExecution, actionStates } of state.stageStates ?? []) {
    for (const { actionName, latestExecution: run } of actionStates ?? []) {
      const executionId = latestExecution?.pipelineExecutionId;
      if (!run?.token || !executionId || !stageName || !actionName) continue;
      return { pipeline, stage: stageName, action: actionName, executionId, token: run.token };
    }
  }
  return undefined;
}

/** Decides past the console, as with the AWS CLI. */
export async function decideAtAws(
  lab: Lab,
  { pipeline, stage, action, token }: WaitingApproval,
  status: "Approved" | "Rejected",
): Promise<void> {
  await codepipelineOf(lab).send(
    new PutApprovalResultCommand({
      pipelineName: pipeline,
      stageName: stage,
      actionName: action,
      token,
      result: { status, summary: "decided with the AWS CLI" },
    }),
  );
}

/** What AWS keeps of how the approval ended: its status and its summary. */
export async function outcomeAtAws(
  lab: Lab,
  { pipeline, stage, action, executionId }: WaitingApproval,
): Promise<{ status?: string; summary?: string }> {
  const { actionExecutionDetails = [] } = await codepipelineOf(lab).send(
    new ListActionExecutionsCommand({
      pipelineName: pipeline,
      filter: { pipelineExecutionId: executionId },
    }),
  );
  const run = actionExecutionDetails.find(
    ({ stageName, actionName }) => stageName === stage && actionName === action,
  );
  const summary = run?.output?.executionResult?.externalExecutionSummary;
  return { ...(run?.status && { status: run.status }), ...(summary && { summary }) };
}
