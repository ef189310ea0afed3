import { describe, expect, it } from "vitest";
import type {
  ExecutionRecord,
  PipelineDeclaration,
} from "../../../../lab/services/codepipeline/model.ts";
import { resolveVariables } from "../../../../lab/services/codepipeline/resolve-variables.ts";
import { validatePipeline } from "../../../../lab/services/codepipeline/validate.ts";
import { anAction, anApprovalAction, aStage } from "./a-machine.ts";

function aDeclaration(rest: Partial<PipelineDeclaration> = {}): PipelineDeclaration {
  return {
    name: "sample",
    roleArn: "arn:aws:iam::000000000000:role/sample",
    pipelineType: "V2",
    artifactStore: { type: "S3", location: "artifacts" },
    stages: [
      aStage("Source", {
        actions: [
          anAction("Source", {
            actionTypeId: { category: "Source", owner: "AWS", provider: "S3", version: "1" },
            configuration: { S3Bucket: "b", S3ObjectKey: "k" },
            outputArtifacts: [{ name: "Code" }],
          }),
        ],
      }),
      aStage("Build", {
        actions: [
          anAction("Build", {
            configuration: { ProjectName: "p" },
            inputArtifacts: [{ name: "Code" }],
          }),
        ],
      }),
    ],
    ...rest,
  };
}

describe("validatePipeline", () => {
  it("takes a good one", () => {
    expect(() => validatePipeline(aDeclaration())).not.toThrow();
  });

  const withBuild = (rest: object) => {
    const [source] = aDeclaration().stages;
    const build = anAction("Build", { configuration: { ProjectName: "p" }, ...rest });
    return aDeclaration({ stages: source ? [source, aStage("Build", { actions: [build] })] : [] });
  };
  const withStage = (rest: object) => {
    const [source, build] = aDeclaration().stages;
    return aDeclaration({ stages: source && build ? [source, { ...build, ...rest }] : [] });
  };

  it.each<[string, PipelineDeclaration, string]>([
    ["a name with blanks", aDeclaration({ name: "a b" }), "ValidationException"],
    [
      "one stage",
      aDeclaration({ stages: aDeclaration().stages.slice(0, 1) }),
      "InvalidStructureException",
    ],
    ["no artifact store", aDeclaration({ artifactStore: undefined }), "InvalidStructureException"],
    [
      "QUEUED in V1",
      aDeclaration({ pipelineType: "V1", executionMode: "QUEUED" }),
      "InvalidStructureException",
    ],
    ["two stages of one name", withStage({ name: "Source" }), "InvalidStageDeclarationException"],
    ["an empty stage", withStage({ actions: [] }), "InvalidStageDeclarationException"],
    [
      "conditions",
      withStage({ beforeEntry: { conditions: [{}] } }),
      "InvalidStageDeclarationException",
    ],
    [
      "no source in the first stage",
      aDeclaration({ stages: [aStage("A"), aStage("B")] }),
      "InvalidStageDeclarationException",
    ],
    [
      "two actions of one name",
      withStage({
        actions: [anAction("A", { configuration: { ProjectName: "p" } }), anAction("A")],
      }),
      "InvalidActionDeclarationException",
    ],
    [
      "an input that nothing makes",
      withBuild({ inputArtifacts: [{ name: "Nothing" }] }),
      "InvalidActionDeclarationException",
    ],
    [
      "an output made twice",
      withBuild({ outputArtifacts: [{ name: "Code" }] }),
      "InvalidActionDeclarationException",
    ],
    [
      "a missing configuration key",
      withBuild({ configuration: {} }),
      "InvalidActionDeclarationException",
    ],
    ["a runOrder of 1000", withBuild({ runOrder: 1000 }), "InvalidActionDeclarationException"],
    [
      "a timeout on a build",
      withBuild({ timeoutInMinutes: 10 }),
      "InvalidActionDeclarationException",
    ],
    [
      "an approval of one minute",
      withStage({ actions: [anApprovalAction("A", { timeoutInMinutes: 1 })] }),
      "InvalidActionDeclarationException",
    ],
  ])("refuses %s", (_what, declaration, code) => {
    expect(() => validatePipeline(declaration)).toThrow(expect.objectContaining({ code }));
  });
});

describe("resolveVariables", () => {
  const execution = {
    variables: { codepipeline: { PipelineExecutionId: "e-1" }, Source: { VersionId: "v-2" } },
  } as unknown as ExecutionRecord;

  it("replaces what is known and leaves other text alone", () => {
    const text = "#{codepipeline.PipelineExecutionId} of #{Source.VersionId}, # {x} $" + "{HOME}";
    expect(resolveVariables({ text }, execution).text).toBe("e-1 of v-2, # {x} $" + "{HOME}");
  });

  it("names a variable that nothing gave out", () => {
    expect(() => resolveVariables({ text: "#{Build.TAG}" }, execution)).toThrow(/#\{Build\.TAG\}/);
  });
});
