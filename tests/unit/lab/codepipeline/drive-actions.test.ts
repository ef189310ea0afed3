import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../../../lab/core/aws-error.ts";
import type { Lab } from "../../../../lab/core/contracts.ts";
import { openStore } from "../../../../lab/core/store/store.ts";
import { createActionDriver } from "../../../../lab/services/codepipeline/drive-actions.ts";
import { createEngine, type Engine } from "../../../../lab/services/codepipeline/engine.ts";
import { startExecution } from "../../../../lab/services/codepipeline/machine/start-execution.ts";
import { addPipeline } from "../../../../lab/services/codepipeline/pipelines.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drive-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Call = (operation: string, input: Record<string, unknown>) => unknown;

/** The engine and its driver over a real store; only the neighbour that builds is played here. */
function aDriver(call: Call) {
  const store = openStore(join(folder, "lab.sqlite"));
  const timers = new Set<NodeJS.Timeout>();
  const lab = {
    account: "000000000000",
    region: "us-east-1",
    store,
    log: () => undefined,
    objects: {
      head: () => ({
        bucket: "sources",
        key: "code.zip",
        path: "code.zip",
        versionId: "v1",
        etag: "e",
        metadata: {},
        lastModified: new Date(),
      }),
      put: async () => undefined,
    },
    call: async (_service: string, operation: string, input: Record<string, unknown>) =>
      call(operation, input),
    after(milliseconds: number, work: () => void) {
      const timer = setTimeout(work, Math.min(milliseconds, 20));
      timers.add(timer);
      return () => clearTimeout(timer);
    },
  } as unknown as Lab;
  const engine: Engine = createEngine(lab, (effect) => {
    if (effect.kind === "start-action") driver.start(effect.execution, effect.stage, effect.run);
  });
  const driver = createActionDriver(lab, engine);
  return {
    engine,
    driver,
    /** As a kill does: nothing of this driver runs on. */
    die() {
      for (const timer of timers) clearTimeout(timer);
      store.close();
    },
  };
}

function addSample(engine: Engine) {
  const type = (category: string, provider: string) => ({
    category,
    owner: "AWS",
    provider,
    version: "1",
  });
  addPipeline(engine, {
    name: "sample",
    roleArn: "arn:aws:iam::000000000000:role/sample",
    artifactStore: { type: "S3", location: "artifacts" },
    stages: [
      {
        name: "Source",
        actions: [
          {
            name: "Source",
            actionTypeId: type("Source", "S3"),
            configuration: { S3Bucket: "sources", S3ObjectKey: "code.zip" },
            outputArtifacts: [{ name: "Code" }],
          },
        ],
      },
      {
        name: "Build",
        actions: [
          {
            name: "Build",
            actionTypeId: type("Build", "CodeBuild"),
            configuration: { ProjectName: "p" },
            inputArtifacts: [{ name: "Code" }],
            outputArtifacts: [{ name: "Package" }],
          },
        ],
      },
    ],
  });
  engine.run("sample", (m) => startExecution(m, { trigger: { triggerType: "Webhook" } }));
}

const statusOf = (engine: Engine) => engine.executions("sample")[0]?.status;
const build = (buildStatus: string) => ({ id: "p:1", buildStatus });

describe("the driver of actions", () => {
  it("asks for the same build again when a kill came between the build and its note", async () => {
    const asked: Record<string, unknown>[] = [];
    const first = aDriver((_operation, input) => {
      asked.push(input);
      return new Promise(() => undefined);
    });
    addSample(first.engine);
    await waitFor("the build to be asked for", () => asked.length === 1);
    first.die();
    const second = aDriver((operation, input) => {
      if (operation === "StartBuild") asked.push(input);
      return operation === "StartBuild"
        ? { build: build("IN_PROGRESS") }
        : { builds: [build("SUCCEEDED")] };
    });
    second.driver.resume();
    await waitFor("the execution to end", () => statusOf(second.engine) === "Succeeded");
    expect(asked).toHaveLength(2);
    expect(asked[0]?.idempotencyToken).toBeTruthy();
    expect(asked[1]).toEqual(asked[0]);
    second.die();
  });

  it("asks a throttled neighbour again and fails at once for other errors", async () => {
    let throttled = 0;
    const patient = aDriver((operation) => {
      if (throttled < 3) {
        throttled += 1;
        throw new AwsError("ThrottlingException", "Rate exceeded");
      }
      return operation === "StartBuild"
        ? { build: build("IN_PROGRESS") }
        : { builds: [build("SUCCEEDED")] };
    });
    addSample(patient.engine);
    await waitFor("the execution to end", () => statusOf(patient.engine) === "Succeeded");
    patient.die();
    rmSync(join(folder, "lab.sqlite"));
    const refused = aDriver(() => {
      throw new AwsError("ResourceNotFoundException", "Project cannot be found: p");
    });
    addSample(refused.engine);
    await waitFor("the execution to fail", () => statusOf(refused.engine) === "Failed");
    expect(refused.engine.executions("sample")[0]?.stages.Build?.actions[0]?.errorDetails).toEqual({
      code: "ResourceNotFoundException",
      message: "Project cannot be found: p",
    });
    refused.die();
  });

  it("takes a result that came before anybody listened, and keeps all of it on disk", async () => {
    const quick = aDriver((operation) =>
      operation === "StartBuild" ? { build: build("SUCCEEDED") } : { builds: [build("SUCCEEDED")] },
    );
    addSample(quick.engine);
    await waitFor("the execution to end", () => statusOf(quick.engine) === "Succeeded");
    const [written] = quick.engine.executions("sample");
    quick.die();
    const reread = aDriver(() => undefined);
    expect(reread.engine.executions("sample")).toEqual([JSON.parse(JSON.stringify(written))]);
    reread.die();
  });
});
