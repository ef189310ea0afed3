/** The operations on executions, stages and approvals. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation } from "../../core/contracts.ts";
import type { Engine } from "./engine.ts";
import { executionDetail, findExecution, listActions, listExecutions } from "./lists.ts";
import { decideApproval } from "./machine/decide-approval.ts";
import { retryStage } from "./machine/retry-stage.ts";
import { rollbackStage } from "./machine/rollback-stage.ts";
import { startExecution } from "./machine/start-execution.ts";
import { stopExecution } from "./machine/stop-execution.ts";
import { setTransition } from "./machine/transitions.ts";
import type { SourceOverride } from "./model.ts";
import { pipelineState } from "./state-view.ts";
import { constrain, constrainExecutionId, constrainName } from "./validate.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function executionOperations(lab: Lab, engine: Engine): Record<string, Operation> {
  return {
    GetPipelineState(input) {
      constrainName(input.name, "name");
      return pipelineState(lab, engine, engine.pipeline(input.name));
    },
    GetPipelineExecution(input) {
      constrainName(input.pipelineName, "pipelineName");
      constrainExecutionId(input.pipelineExecutionId);
      return executionDetail(findExecution(engine, input.pipelineName, input.pipelineExecutionId));
    },
    ListPipelineExecutions(input) {
      constrainName(input.pipelineName, "pipelineName");
      return listExecutions(engine, input);
    },
    ListActionExecutions(input) {
      constrainName(input.pipelineName, "pipelineName");
      return listActions(lab, engine, input);
    },
    ListRuleExecutions(input) {
      constrainName(input.pipelineName, "pipelineName");
      engine.pipeline(input.pipelineName);
      return { ruleExecutionDetails: [] };
    },
    StartPipelineExecution(input, call) {
      constrainName(input.name, "name");
      const token = input.clientRequestToken as string | undefined;
      const earlier = token
        ? engine.executions(input.name).find((one) => one.clientRequestToken === token)
        : undefined;
      if (earlier) return { pipelineExecutionId: earlier.id };
      const sourceOverrides = checkOverrides(engine, input.name, input.sourceRevisions ?? []);
      const variables = Object.fromEntries(
        ((input.variables ?? []) as { name: string; value: string }[]).map((one) => [
          one.name,
          one.value,
        ]),
      );
      const { id } = engine.run(input.name, (m) =>
        startExecution(m, {
          trigger: { triggerType: "StartPipelineExecution", triggerDetail: call.callerArn },
          sourceOverrides,
          variables,
          ...(token ? { clientRequestToken: token } : {}),
        }),
      );
      return { pipelineExecutionId: id };
    },
    StopPipelineExecution(input) {
      constrainName(input.pipelineName, "pipelineName");
      constrainExecutionId(input.pipelineExecutionId);
      if (input.reason !== undefined) constrain(input.reason, "reason", /^[\s\S]{0,200}$/);
      engine.run(input.pipelineName, (m) =>
        stopExecution(m, input.pipelineExecutionId, {
          abandon: input.abandon === true,
          reason: input.reason,
        }),
      );
      return { pipelineExecutionId: input.pipelineExecutionId };
    },
    RetryStageExecution(input) {
      constrainName(input.pipelineName, "pipelineName");
      constrainExecutionId(input.pipelineExecutionId);
      constrain(input.retryMode, "retryMode", /^(FAILED_ACTIONS|ALL_ACTIONS)$/);
      engine.run(input.pipelineName, (m) =>
        retryStage(m, input.stageName, input.pipelineExecutionId, input.retryMode),
      );
      return { pipelineExecutionId: input.pipelineExecutionId };
    },
    RollbackStage(input, call) {
      constrainName(input.pipelineName, "pipelineName");
      constrainExecutionId(input.targetPipelineExecutionId);
      const trigger = { triggerType: "ManualRollback", triggerDetail: call.callerArn };
      const execution = engine.run(input.pipelineName, (m) =>
        rollbackStage(m, input.stageName, input.targetPipelineExecutionId, trigger),
      );
      return { pipelineExecutionId: execution.id };
    },
    EnableStageTransition(input, call) {
      constrain(input.transitionType, "transitionType", /^(Inbound|Outbound)$/);
      engine.run(input.pipelineName, (m) => setTransition(m, input, true, call.callerArn));
    },
    DisableStageTransition(input, call) {
      constrain(input.transitionType, "transitionType", /^(Inbound|Outbound)$/);
      constrain(input.reason, "reason", /^[a-zA-Z0-9!@ ().*?-]{1,300}$/);
      engine.run(input.pipelineName, (m) => setTransition(m, input, false, call.callerArn));
    },
    PutApprovalResult(input, call) {
      constrainName(input.pipelineName, "pipelineName");
      constrain(input.token, "token", UUID);
      constrain(input.result?.status, "result.status", /^(Approved|Rejected)$/);
      constrain(input.result?.summary, "result.summary", /^[\s\S]{0,512}$/);
      engine.run(input.pipelineName, (m) => decideApproval(m, input, call.callerArn));
      return { approvedAt: Date.now() / 1000 };
    },
  };
}

function checkOverrides(
  engine: Engine,
  name: string,
  overrides: SourceOverride[],
): SourceOverride[] {
  const sources = engine.pipeline(name).declaration.stages[0]?.actions ?? [];
  for (const override of overrides) {
    if (!sources.some((action) => action.name === override.actionName)) {
      throw new AwsError(
        "ValidationException",
        `The source revision names '${override.actionName}', which is no source action of the pipeline.`,
      );
    }
  }
  return overrides;
}
