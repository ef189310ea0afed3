/** What CreatePipeline and UpdatePipeline refuse, with the errors that CodePipeline declares for it. */
import { AwsError } from "../../core/aws-error.ts";
import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from "./model.ts";

const NAME = /^[A-Za-z0-9.@\-_]{1,100}$/;
const CATEGORIES = ["Source", "Build", "Deploy", "Test", "Invoke", "Approval", "Compute"];

const structure = (message: string) => new AwsError("InvalidStructureException", message);
const stageError = (message: string) => new AwsError("InvalidStageDeclarationException", message);
const actionError = (message: string) => new AwsError("InvalidActionDeclarationException", message);

/** One constraint of the service model, worded as AWS words it. */
export function constrain(value: unknown, member: string, pattern: RegExp): void {
  if (typeof value === "string" && pattern.test(value)) return;
  const shown = value === undefined ? "null" : `'${String(value)}'`;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`,
  );
}

export const constrainName = (value: unknown, member: string) => constrain(value, member, NAME);

export function constrainExecutionId(value: unknown): void {
  constrain(value, "pipelineExecutionId", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
}

/** @throws AwsError Validation, InvalidStructure, InvalidStageDeclaration, InvalidActionDeclaration */
export function validatePipeline(declaration: PipelineDeclaration): void {
  constrainName(declaration?.name, "pipeline.name");
  constrain(declaration.roleArn, "pipeline.roleArn", /^arn:aws(-[\w]+)*:iam::[0-9]{12}:role\/.*$/);
  const { stages, executionMode } = declaration;
  if (!Array.isArray(stages) || stages.length < 2) {
    throw structure("A pipeline must have at least 2 stages.");
  }
  if (Boolean(declaration.artifactStore) === Boolean(declaration.artifactStores)) {
    throw structure("A pipeline needs either artifactStore or artifactStores, and not both.");
  }
  if (executionMode && !["SUPERSEDED", "QUEUED", "PARALLEL"].includes(executionMode)) {
    constrain(executionMode, "pipeline.executionMode", /^(QUEUED|SUPERSEDED|PARALLEL)$/);
  }
  if (executionMode && executionMode !== "SUPERSEDED" && declaration.pipelineType !== "V2") {
    throw structure(`Execution mode ${executionMode} needs a pipeline of type V2.`);
  }
  const names = new Set<string>();
  const produced = new Set<string>();
  stages.forEach((stage, index) => {
    constrainName(stage.name, `pipeline.stages.${index + 1}.member.name`);
    if (names.has(stage.name)) throw stageError(`Stage name '${stage.name}' is used twice.`);
    names.add(stage.name);
    validateStage(stage, index, executionMode === "PARALLEL", produced);
  });
}

function validateStage(
  stage: StageDeclaration,
  index: number,
  parallel: boolean,
  produced: Set<string>,
): void {
  if (!Array.isArray(stage.actions) || stage.actions.length === 0) {
    throw stageError(`Stage '${stage.name}' has no actions.`);
  }
  if (stage.beforeEntry || stage.onSuccess || stage.onFailure?.conditions) {
    throw stageError(`Stage '${stage.name}' has conditions with rules, which the lab cannot run.`);
  }
  if (stage.onFailure?.result === "ROLLBACK") {
    if (index === 0) throw stageError("The source stage cannot roll back on failure.");
    if (parallel) throw stageError("Stages of pipelines in PARALLEL mode cannot roll back.");
  }
  const names = new Set<string>();
  const ordered = [...stage.actions].sort((a, b) => (a.runOrder ?? 1) - (b.runOrder ?? 1));
  for (const action of ordered) {
    constrainName(action.name, "pipeline.stages.actions.name");
    if (names.has(action.name)) {
      throw actionError(`Action name '${action.name}' is used twice in stage '${stage.name}'.`);
    }
    names.add(action.name);
    validateAction(action, stage, index, produced);
    for (const output of action.outputArtifacts ?? []) {
      if (produced.has(output.name)) {
        throw actionError(`Output artifact '${output.name}' is produced by two actions.`);
      }
      produced.add(output.name);
    }
  }
}

function validateAction(
  action: ActionDeclaration,
  stage: StageDeclaration,
  index: number,
  produced: Set<string>,
): void {
  const type = action.actionTypeId;
  const where = `in action '${action.name}' of stage '${stage.name}'`;
  if (!type?.provider || !CATEGORIES.includes(type.category) || !type.owner || !type.version) {
    throw actionError(`The action type ${where} is not complete.`);
  }
  if ((type.category === "Source") !== (index === 0)) {
    throw stageError("The first stage holds source actions only, and no other stage holds any.");
  }
  const order = action.runOrder ?? 1;
  if (!Number.isInteger(order) || order < 1 || order > 999) {
    throw actionError(`The runOrder ${where} must be between 1 and 999.`);
  }
  const timeout = action.timeoutInMinutes;
  if (timeout !== undefined) {
    if (type.category !== "Approval") {
      throw actionError(`The timeout ${where} is only for manual approvals.`);
    }
    if (!Number.isInteger(timeout) || timeout < 5 || timeout > 86_400) {
      throw actionError(`The timeout ${where} must be between 5 and 86400 minutes.`);
    }
  }
  for (const input of action.inputArtifacts ?? []) {
    if (!produced.has(input.name)) {
      throw actionError(
        `Input artifact '${input.name}' ${where} is produced by no earlier action.`,
      );
    }
  }
  const needed = {
    S3: ["S3Bucket", "S3ObjectKey"],
    CodeBuild: ["ProjectName"],
    CodeDeploy: ["ApplicationName", "DeploymentGroupName"],
  }[type.provider];
  if (type.owner !== "AWS" || (type.provider === "S3" && type.category !== "Source")) return;
  for (const key of needed ?? []) {
    if (!action.configuration?.[key]) {
      throw actionError(`The configuration ${where} lacks the required key '${key}'.`);
    }
  }
}
