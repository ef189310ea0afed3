import { advance } from "../../../../lab/services/codepipeline/machine/advance.ts";
import type { Effect, Machine } from "../../../../lab/services/codepipeline/machine/machine.ts";
import {
  type ActionResult,
  settleAction,
} from "../../../../lab/services/codepipeline/machine/run-actions.ts";
import { startExecution } from "../../../../lab/services/codepipeline/machine/start-execution.ts";
import type {
  ActionDeclaration,
  ExecutionMode,
  ExecutionRecord,
  PipelineDeclaration,
  StageDeclaration,
} from "../../../../lab/services/codepipeline/model.ts";

export function anAction(name: string, rest: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" },
    ...rest,
  };
}

export function anApprovalAction(
  name: string,
  rest: Partial<ActionDeclaration> = {},
): ActionDeclaration {
  return anAction(name, {
    actionTypeId: { category: "Approval", owner: "AWS", provider: "Manual", version: "1" },
    ...rest,
  });
}

export function aStage(name: string, rest: Partial<StageDeclaration> = {}): StageDeclaration {
  return { name, actions: [anAction(`${name}Action`)], ...rest };
}

/** A pipeline's machine with Source, Build and Deploy, driven command by command as the engine does. */
export function aMachine(options: { mode?: ExecutionMode; stages?: StageDeclaration[] } = {}) {
  const stages = options.stages ?? [aStage("Source"), aStage("Build"), aStage("Deploy")];
  const declaration: PipelineDeclaration = {
    name: "sample",
    roleArn: "arn:aws:iam::000000000000:role/sample",
    pipelineType: "V2",
    executionMode: options.mode ?? "SUPERSEDED",
    artifactStore: { type: "S3", location: "artifacts" },
    stages,
  };
  const versions = new Map([[1, declaration]]);
  let ids = 0;
  const effects: Effect[] = [];
  const m: Machine = {
    pipeline: {
      name: "sample",
      declaration,
      version: 1,
      created: 0,
      updated: 0,
      tags: [],
      transitions: {},
      latestInStage: {},
      lastNumber: 0,
    },
    executions: [],
    declarationOf: (version) => versions.get(version) ?? declaration,
    now: 1_000,
    newId: () => `id-${++ids}`,
    effects,
    touched: new Set(),
  };
  const run = <T>(command: (machine: Machine) => T): T => {
    m.now += 1;
    const answer = command(m);
    advance(m);
    return answer;
  };
  return {
    m,
    run,
    start: () => run((machine) => startExecution(machine, { trigger: { triggerType: "Webhook" } })),
    /** Ends the running actions of a stage, in their order. */
    end(execution: ExecutionRecord, stage: string, status: ActionResult["status"] = "Succeeded") {
      const open = execution.stages[stage]?.actions.filter((one) => one.status === "InProgress");
      if (!open?.length) throw new Error(`No action runs in ${stage} of ${execution.id}.`);
      for (const action of open) {
        run((machine) => settleAction(machine, execution, stage, action.id, { status }));
      }
    },
    update(next: StageDeclaration[]) {
      m.pipeline.version += 1;
      m.pipeline.declaration = { ...declaration, stages: next };
      versions.set(m.pipeline.version, m.pipeline.declaration);
      run(() => undefined);
    },
    where: (execution: ExecutionRecord) =>
      execution.position.at === "ended"
        ? execution.status
        : `${execution.position.at} ${execution.position.stage}`,
    events: () =>
      effects.flatMap((one) =>
        one.kind === "start-action" || one.kind === "abandon-action"
          ? []
          : [
              `${one.execution.number} ${
                one.kind === "pipeline-event"
                  ? "pipeline"
                  : one.kind === "stage-event"
                    ? one.stage
                    : one.run.action
              } ${one.state}`,
            ],
      ),
  };
}
