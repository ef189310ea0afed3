/** The operations on a pipeline's structure and its tags. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation } from "../../core/contracts.ts";
import type { Engine } from "./engine.ts";
import { paged, pageSize } from "./lists.ts";
import { startExecution } from "./machine/start-execution.ts";
import type { PipelineDeclaration, PipelineRecord } from "./model.ts";
import { constrainName, validatePipeline } from "./validate.ts";

const seconds = () => Date.now() / 1000;

/** What CodePipeline fills in: version, type, mode and each action's runOrder. */
function complete(declaration: PipelineDeclaration, version: number): PipelineDeclaration {
  return {
    ...declaration,
    version,
    pipelineType: declaration.pipelineType ?? "V1",
    executionMode: declaration.executionMode ?? "SUPERSEDED",
    stages: declaration.stages.map((stage) => ({
      ...stage,
      actions: stage.actions.map((action) => ({
        ...action,
        runOrder: action.runOrder ?? 1,
        configuration: action.configuration ?? {},
        inputArtifacts: action.inputArtifacts ?? [],
        outputArtifacts: action.outputArtifacts ?? [],
      })),
    })),
  };
}

/** Puts a validated structure on disk without starting it (CreatePipeline, the seed, sample data). */
export function addPipeline(
  engine: Engine,
  declaration: PipelineDeclaration,
  tags: PipelineRecord["tags"] = [],
): PipelineRecord {
  validatePipeline(declaration);
  const now = seconds();
  const record: PipelineRecord = {
    name: declaration.name,
    declaration: complete(declaration, 1),
    version: 1,
    created: now,
    updated: now,
    tags,
    transitions: {},
    latestInStage: {},
    lastNumber: 0,
  };
  engine.save(record);
  return record;
}

export function pipelineOperations(lab: Lab, engine: Engine): Record<string, Operation> {
  const byArn = (arn: unknown) => {
    const match = /^arn:aws[\w-]*:codepipeline:[^:]+:\d{12}:(.+)$/.exec(String(arn));
    if (!match?.[1]) throw new AwsError("InvalidArnException", "The resource ARN is not valid.");
    if (engine.has(match[1])) return engine.pipeline(match[1]);
    throw new AwsError("ResourceNotFoundException", `The resource ${arn} was not found.`);
  };

  return {
    CreatePipeline(input, call) {
      const declaration = input.pipeline as PipelineDeclaration;
      validatePipeline(declaration);
      if (engine.has(declaration.name)) {
        throw new AwsError(
          "PipelineNameInUseException",
          `A pipeline with the name '${declaration.name}' already exists in account '${lab.account}'`,
        );
      }
      const record = addPipeline(engine, declaration, input.tags ?? []);
      const trigger = { triggerType: "CreatePipeline", triggerDetail: call.callerArn };
      engine.run(declaration.name, (m) => startExecution(m, { trigger }));
      return {
        pipeline: record.declaration,
        ...(record.tags.length > 0 ? { tags: record.tags } : {}),
      };
    },
    GetPipeline(input) {
      constrainName(input.name, "name");
      const record = engine.pipeline(input.name);
      const declaration =
        input.version === undefined || input.version === record.version
          ? record.declaration
          : engine.declaration(input.name, input.version);
      if (!declaration) {
        throw new AwsError(
          "PipelineVersionNotFoundException",
          `Pipeline '${input.name}' has no version ${input.version}.`,
        );
      }
      return {
        pipeline: declaration,
        metadata: {
          pipelineArn: lab.arn("codepipeline", record.name),
          created: record.created,
          updated: record.updated,
        },
      };
    },
    UpdatePipeline(input) {
      const declaration = input.pipeline as PipelineDeclaration;
      validatePipeline(declaration);
      if (!engine.has(declaration.name)) {
        throw new AwsError(
          "InvalidStructureException",
          `The pipeline '${declaration.name}' does not exist and cannot be updated.`,
        );
      }
      const record = engine.pipeline(declaration.name);
      record.version += 1;
      record.updated = seconds();
      record.declaration = complete(declaration, record.version);
      engine.save(record);
      // Executions that wait are looked at again under the new structure.
      engine.run(record.name, () => undefined);
      return { pipeline: record.declaration };
    },
    DeletePipeline(input) {
      constrainName(input.name, "name");
      if (engine.has(input.name)) engine.remove(input.name);
    },
    ListPipelines(input) {
      const all = engine.pipelines().toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const { items, nextToken } = paged(all, pageSize(input.maxResults, 1000), input.nextToken);
      return {
        pipelines: items.map((record) => ({
          name: record.name,
          version: record.version,
          pipelineType: record.declaration.pipelineType,
          executionMode: record.declaration.executionMode,
          created: record.created,
          updated: record.updated,
        })),
        ...(nextToken ? { nextToken } : {}),
      };
    },
    ListTagsForResource: (input) => ({ tags: byArn(input.resourceArn).tags }),
    TagResource(input) {
      const record = byArn(input.resourceArn);
      const added = input.tags as PipelineRecord["tags"];
      const kept = record.tags.filter((tag) => !added.some((one) => one.key === tag.key));
      record.tags = [...kept, ...added];
      engine.save(record);
      return {};
    },
    UntagResource(input) {
      const record = byArn(input.resourceArn);
      record.tags = record.tags.filter((tag) => !input.tagKeys.includes(tag.key));
      engine.save(record);
      return {};
    },
  };
}
