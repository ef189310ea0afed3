import { PutApprovalResultCommand } from "@aws-sdk/client-codepipeline";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { aPipelineProject } from "./a-pipeline.ts";
import { aBuildspec, push } from "./a-source.ts";
import { aWire, type Wire } from "./a-wire.ts";

/** A lab with a build project and clients, and what a person does at their desk: push and decide. */
export interface Desk {
  lab: LabUnderTest;
  wire: Wire;
  /** Pushes to the source of a pipeline made by `aPipeline`; without files one that builds at once. */
  push(pipeline: string, files?: Record<string, string>, summary?: string): Promise<void>;
  decide(pipeline: string, token: string, status?: "Approved" | "Rejected"): Promise<unknown>;
  close(): Promise<void>;
}

export const quickSource = { "buildspec.yml": aBuildspec('echo "building $EXECUTION"') };

export async function aDesk(): Promise<Desk> {
  const lab = await startLab();
  const wire = aWire(lab);
  await aPipelineProject(wire);
  return {
    lab,
    wire,
    push: (pipeline, files = quickSource, summary) =>
      push(wire.s3, `it/${pipeline}.zip`, files, summary),
    decide: (pipelineName, token, status = "Approved") =>
      wire.codepipeline.send(
        new PutApprovalResultCommand({
          pipelineName,
          stageName: "Approval",
          actionName: "Approve",
          token,
          result: { status, summary: "Looked at it" },
        }),
      ),
    async close() {
      await lab.stop();
    },
  };
}
