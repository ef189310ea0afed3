import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import {
  CreatePipelineCommand,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
} from "@aws-sdk/client-codepipeline";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import {
  actionsOf,
  aPipeline,
  aPipelineProject,
  approvalStage,
  buildStage,
  deployStage,
  executionIs,
  executionsOf,
  stageOf,
  waitingApproval,
} from "./a-pipeline.ts";
import { aBuildspec, push } from "./a-source.ts";
import { aWire, type Wire } from "./a-wire.ts";

let lab: LabUnderTest;
let wire: Wire;

beforeAll(async () => {
  lab = await startLab({ port: 4670 });
  wire = await aWire(lab);
  await aPipelineProject(wire);
});
afterAll(async () => {
  expect(await wire?.violations()).toEqual([]);
  wire?.close();
  await lab?.stop();
});

const quick = { "buildspec.yml": aBuildspec('echo "building $EXECUTION"') };
const pushTo = (name: string, files: Record<string, string> = quick, summary?: string) =>
  push(wire.s3, `it/${name}.zip`, files, summary);
const decide = (
  pipelineName: string,
  token: string,
  status: "Approved" | "Rejected" = "Approved",
) =>
  wire.codepipeline.send(
    new PutApprovalResultCommand({
      pipelineName,
      stageName: "Approval",
      actionName: "Approve",
      token,
      result: { status, summary: "Looked at it" },
    }),
  );

describe("a release", () => {
  it("goes from a push through a build to an approval and on", async () => {
    await aPipeline(wire, "story", [buildStage(), approvalStage()]);
    await pushTo("story", quick, "Add the thing");
    const { token, executionId } = await waitingApproval(wire.codepipeline, "story");
    const [row] = await executionsOf(wire.codepipeline, "story");
    expect(row).toMatchObject({
      pipelineExecutionId: executionId,
      status: "InProgress",
      executionMode: "SUPERSEDED",
      executionType: "STANDARD",
      trigger: { triggerType: "CloudWatchEvent" },
      sourceRevisions: [{ actionName: "Source", revisionSummary: "Add the thing" }],
    });
    await decide("story", token);
    await executionIs(wire.codepipeline, "story", executionId, "Succeeded");
    const actions = await actionsOf(wire.codepipeline, "story", executionId);
    expect(actions.map((action) => action.actionName)).toEqual(["Approve", "Build", "Source"]);
    const build = actions[1];
    expect(build?.output?.executionResult?.externalExecutionId).toMatch(/^it:[0-9a-f-]{36}$/);
    expect(build?.input?.inputArtifacts).toEqual(actions[2]?.output?.outputArtifacts);
    expect(build?.input?.resolvedConfiguration?.EnvironmentVariables).toContain(executionId);
    expect(actions[0]).toMatchObject({
      status: "Succeeded",
      updatedBy: expect.stringContaining("arn:aws:iam"),
    });
  });

  it("is decided once when two people press at the same moment", async () => {
    await pushTo("story");
    const { token, executionId } = await waitingApproval(wire.codepipeline, "story");
    const results = await Promise.allSettled([
      decide("story", token, "Approved"),
      decide("story", token, "Rejected"),
    ]);
    const failures = results.filter((one) => one.status === "rejected");
    expect(failures.map((one) => (one.reason as Error).name)).toEqual([
      "ApprovalAlreadyCompletedException",
    ]);
    const won = results[0]?.status === "fulfilled" ? "Succeeded" : "Failed";
    await executionIs(wire.codepipeline, "story", executionId, won);
  });

  it("tells the reason of a failed build, and the same execution goes on when it is retried", async () => {
    await aPipeline(wire, "flaky", [buildStage(), approvalStage()]);
    const marker = join(lab.stateDir, "flaky-may-pass");
    await pushTo("flaky", { "buildspec.yml": aBuildspec(`test -e '${marker}'`) });
    const failed = await waitFor("the build to fail", async () => {
      const stage = await stageOf(wire.codepipeline, "flaky", "Build");
      return stage.latestExecution?.status === "Failed" && stage;
    });
    const executionId = failed.latestExecution?.pipelineExecutionId ?? "";
    expect(failed.actionStates?.[0]?.latestExecution?.errorDetails).toEqual({
      code: "JobFailed",
      message: `Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: test -e '${marker}'. Reason: exit status 1`,
    });
    await promisify(execFile)("touch", [marker]);
    await wire.codepipeline.send(
      new RetryStageExecutionCommand({
        pipelineName: "flaky",
        stageName: "Build",
        pipelineExecutionId: executionId,
        retryMode: "FAILED_ACTIONS",
      }),
    );
    expect((await waitingApproval(wire.codepipeline, "flaky")).executionId).toBe(executionId);
    const build = await stageOf(wire.codepipeline, "flaky", "Build");
    expect(build.retryStageMetadata).toEqual({
      manualStageRetryAttempt: 1,
      latestRetryTrigger: "ManualStageRetry",
    });
    const latest = await wire.codepipeline.send(
      new ListActionExecutionsCommand({
        pipelineName: "flaky",
        filter: {
          latestInPipelineExecution: { pipelineExecutionId: executionId, startTimeRange: "Latest" },
        },
      }),
    );
    expect(latest.actionExecutionDetails?.map((one) => [one.actionName, one.status])).toEqual([
      ["Approve", "InProgress"],
      ["Build", "Succeeded"],
      ["Source", "Succeeded"],
    ]);
  });

  it("that waits is superseded by the next one, which waits at the locked approval", async () => {
    await aPipeline(wire, "busy", [buildStage(), approvalStage()]);
    await pushTo("busy");
    const first = await waitingApproval(wire.codepipeline, "busy");
    const inbound = (not?: string) =>
      waitFor("an inbound execution", async () => {
        const id = (await stageOf(wire.codepipeline, "busy", "Approval")).inboundExecution
          ?.pipelineExecutionId;
        return id !== not && id;
      });
    await pushTo("busy");
    const second = await inbound();
    await pushTo("busy");
    const third = await inbound(second);
    await executionIs(wire.codepipeline, "busy", second, "Superseded");
    await wire.codepipeline.send(
      new DisableStageTransitionCommand({
        pipelineName: "busy",
        stageName: "Approval",
        transitionType: "Inbound",
        reason: "Freeze until Monday",
      }),
    );
    await decide("busy", first.token, "Rejected");
    await executionIs(wire.codepipeline, "busy", first.executionId, "Failed");
    const held = await stageOf(wire.codepipeline, "busy", "Approval");
    expect(held.inboundTransitionState).toMatchObject({
      enabled: false,
      disabledReason: "Freeze until Monday",
    });
    expect(held.inboundExecution?.pipelineExecutionId).toBe(third);
    await wire.codepipeline.send(
      new EnableStageTransitionCommand({
        pipelineName: "busy",
        stageName: "Approval",
        transitionType: "Inbound",
      }),
    );
    const { executionId } = await waitingApproval(wire.codepipeline, "busy", first.token);
    expect(executionId).toBe(third);
    await wire.codepipeline.send(
      new StopPipelineExecutionCommand({
        pipelineName: "busy",
        pipelineExecutionId: third,
        abandon: true,
        reason: "Not today",
      }),
    );
    expect((await executionsOf(wire.codepipeline, "busy"))[0]).toMatchObject({
      status: "Stopped",
      stopTrigger: { reason: "Not today" },
    });
  });

  it("can be rolled back to an earlier execution of the stage", async () => {
    const pages = await wire.codepipeline.send(
      new ListPipelineExecutionsCommand({
        pipelineName: "story",
        filter: { succeededInStage: { stageName: "Build" } },
      }),
    );
    const target = pages.pipelineExecutionSummaries?.at(-1)?.pipelineExecutionId ?? "";
    const { pipelineExecutionId = "" } = await wire.codepipeline.send(
      new RollbackStageCommand({
        pipelineName: "story",
        stageName: "Build",
        targetPipelineExecutionId: target,
      }),
    );
    const done = await executionIs(wire.codepipeline, "story", pipelineExecutionId, "Succeeded");
    expect(done).toMatchObject({
      executionType: "ROLLBACK",
      trigger: { triggerType: "ManualRollback" },
      rollbackMetadata: { rollbackTargetPipelineExecutionId: target },
      artifactRevisions: [{ revisionSummary: "Add the thing" }],
    });
  });

  it("rolls a failed stage back by itself where the stage says so", async () => {
    await aPipeline(wire, "self-healing", [buildStage({ onFailure: { result: "ROLLBACK" } })]);
    await pushTo("self-healing");
    const good = await waitFor("a good execution", async () =>
      (await executionsOf(wire.codepipeline, "self-healing")).find(
        (one) => one.status === "Succeeded",
      ),
    );
    await pushTo("self-healing", { "buildspec.yml": aBuildspec("exit 7") });
    const rollback = await waitFor("the rollback", async () =>
      (await executionsOf(wire.codepipeline, "self-healing")).find(
        (one) => one.executionType === "ROLLBACK" && one.status === "Succeeded",
      ),
    );
    expect(rollback).toMatchObject({
      trigger: { triggerType: "AutomatedRollback" },
      rollbackMetadata: { rollbackTargetPipelineExecutionId: good.pipelineExecutionId },
    });
  });

  it("ends with a clear failure at an action that the lab cannot run", async () => {
    await aPipeline(wire, "foreign", [buildStage(), deployStage("ECS")]);
    await pushTo("foreign");
    const stage = await waitFor("the failure", async () => {
      const now = await stageOf(wire.codepipeline, "foreign", "Deploy");
      return now.latestExecution?.status === "Failed" && now;
    });
    expect(stage.actionStates?.[0]?.latestExecution?.errorDetails?.message).toMatch(
      /cannot run actions of category Deploy by provider ECS/,
    );
  });

  it("tells an SNS topic that an approval waits", async () => {
    const { TopicArn } = await wire.sns.send(new CreateTopicCommand({ Name: "approvals" }));
    const configuration = { NotificationArn: TopicArn ?? "", CustomData: "Ship it?" };
    await aPipeline(wire, "announced", [buildStage(), approvalStage({ configuration })]);
    await pushTo("announced");
    const { token } = await waitingApproval(wire.codepipeline, "announced");
    const outbox = await waitFor("the message", async () => {
      const text = await (await fetch(`${lab.endpoint}/_lab/outbox`)).text();
      return text.includes(token) && text;
    });
    expect(outbox).toContain("Ship it?");
    expect(outbox).toContain("APPROVAL NEEDED");
  });
});

describe("a kill of the lab", () => {
  it("while an approval waits changes nothing: the same token decides", async () => {
    const before = await waitingApproval(wire.codepipeline, "announced");
    await lab.kill();
    await lab.restart();
    expect(await waitingApproval(wire.codepipeline, "announced")).toEqual(before);
    const outbox = await (await fetch(`${lab.endpoint}/_lab/outbox`)).text();
    expect(outbox.split("APPROVAL NEEDED")).toHaveLength(2);
    await decide("announced", before.token);
    await executionIs(wire.codepipeline, "announced", before.executionId, "Succeeded");
  });

  it("in the middle of a build fails the action with the reason, and a retry goes on", async () => {
    await aPipeline(wire, "durable", [buildStage(), approvalStage()]);
    const started = join(lab.stateDir, "durable-started");
    const may = join(lab.stateDir, "durable-may-end");
    const spec = aBuildspec(`touch '${started}'`, `while [ ! -e '${may}' ]; do sleep 0.05; done`);
    await pushTo("durable", { "buildspec.yml": spec });
    await waitFor("the build to run", () => existsSync(started));
    await lab.kill();
    await lab.restart();
    const failed = await waitFor("the stage to fail", async () => {
      const stage = await stageOf(wire.codepipeline, "durable", "Build");
      return stage.latestExecution?.status === "Failed" && stage;
    });
    expect(failed.actionStates?.[0]?.latestExecution?.errorDetails?.message).toMatch(
      /cut off because the lab stopped/,
    );
    const pipelineExecutionId = failed.latestExecution?.pipelineExecutionId ?? "";
    await promisify(execFile)("touch", [may]);
    await wire.codepipeline.send(
      new RetryStageExecutionCommand({
        pipelineName: "durable",
        stageName: "Build",
        pipelineExecutionId,
        retryMode: "ALL_ACTIONS",
      }),
    );
    const waiting = await waitingApproval(wire.codepipeline, "durable");
    expect(waiting.executionId).toBe(pipelineExecutionId);
  });

  it("does not stretch an approval's deadline", async () => {
    const { token, executionId } = await waitingApproval(wire.codepipeline, "durable");
    await lab.kill();
    const database = new DatabaseSync(join(lab.stateDir, "lab.sqlite"));
    // The deadline lies days ahead; this is the only way to let it pass now.
    const changed = database
      .prepare(
        `UPDATE documents SET body = json_replace(body, '$.stages.Approval.actions[0].expiresAt', 1)
         WHERE collection = 'codepipeline.executions' AND json_extract(body, '$.id') = ?`,
      )
      .run(executionId);
    database.close();
    expect(changed.changes).toBe(1);
    await lab.restart();
    await executionIs(wire.codepipeline, "durable", executionId, "Failed");
    const stage = await stageOf(wire.codepipeline, "durable", "Approval");
    expect(stage.actionStates?.[0]?.latestExecution).toMatchObject({
      status: "Failed",
      summary: expect.stringContaining("timed out"),
    });
    await expect(decide("durable", token)).rejects.toMatchObject({
      name: "InvalidApprovalTokenException",
    });
  });
});

describe("modes", () => {
  it("PARALLEL runs executions side by side; the token comes from ListActionExecutions", async () => {
    await aPipeline(wire, "parallel", [buildStage(), approvalStage()], {
      executionMode: "PARALLEL",
    });
    await pushTo("parallel");
    await pushTo("parallel");
    const open = await waitFor("two approvals", async () => {
      const answer = await wire.codepipeline.send(
        new ListActionExecutionsCommand({ pipelineName: "parallel" }),
      );
      const waiting = (answer.actionExecutionDetails ?? []).filter(
        (one) => one.actionName === "Approve" && one.output?.executionResult?.externalExecutionId,
      );
      return waiting.length === 2 && waiting;
    });
    for (const one of open) {
      await decide("parallel", one.output?.executionResult?.externalExecutionId ?? "");
      const id = one.pipelineExecutionId ?? "";
      await executionIs(wire.codepipeline, "parallel", id, "Succeeded");
    }
  });

  it("QUEUED keeps executions in order", async () => {
    await aPipeline(wire, "queued", [buildStage(), approvalStage()], { executionMode: "QUEUED" });
    await pushTo("queued");
    await pushTo("queued");
    await pushTo("queued");
    const inbound = await waitFor("two that wait", async () => {
      const waiting = (await stageOf(wire.codepipeline, "queued", "Approval")).inboundExecutions;
      return waiting?.length === 2 && waiting;
    });
    const first = await waitingApproval(wire.codepipeline, "queued");
    await decide("queued", first.token);
    const second = await waitingApproval(wire.codepipeline, "queued", first.token);
    expect(second.executionId).toBe(inbound[0]?.pipelineExecutionId);
  });
});

describe("on the wire", () => {
  it("starts an execution once per request token", async () => {
    await pushTo("flaky");
    const start = new StartPipelineExecutionCommand({
      name: "flaky",
      clientRequestToken: "once-1",
    });
    const [one, two] = [await wire.codepipeline.send(start), await wire.codepipeline.send(start)];
    expect(two.pipelineExecutionId).toBe(one.pipelineExecutionId);
  });

  it("pages lists of a thousand pipelines", async () => {
    const answer = await fetch(`${lab.endpoint}/_lab/bulk`, {
      method: "POST",
      body: JSON.stringify({ pipelines: 1000 }),
    });
    expect(answer.ok).toBe(true);
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await wire.codepipeline.send(
        new ListPipelinesCommand({ maxResults: 300, nextToken }),
      );
      names.push(...(page.pipelines ?? []).map((one) => one.name ?? ""));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(names.filter((name) => name.startsWith("bulk-"))).toHaveLength(1000);
    expect(new Set(names).size).toBe(names.length);
    const state = await wire.codepipeline.send(new GetPipelineStateCommand({ name: "bulk-0007" }));
    expect(state.stageStates?.map((one) => one.latestExecution?.status)).toEqual([
      "Succeeded",
      "Failed",
      undefined,
    ]);
  });

  it("answers with the declared errors", async () => {
    const missing = { name: "PipelineNotFoundException" };
    const client = wire.codepipeline;
    await expect(client.send(new GetPipelineCommand({ name: "nowhere" }))).rejects.toMatchObject(
      missing,
    );
    await expect(
      client.send(new GetPipelineStateCommand({ name: "nowhere" })),
    ).rejects.toMatchObject(missing);
    await expect(
      client.send(new ListPipelinesCommand({ nextToken: "nonsense" })),
    ).rejects.toMatchObject({ name: "InvalidNextTokenException" });
    await expect(
      client.send(new GetPipelineCommand({ name: "story", version: 9 })),
    ).rejects.toMatchObject({ name: "PipelineVersionNotFoundException" });
    const { pipeline } = await client.send(new GetPipelineCommand({ name: "story" }));
    if (!pipeline) throw new Error("no pipeline");
    await expect(client.send(new CreatePipelineCommand({ pipeline }))).rejects.toMatchObject({
      name: "PipelineNameInUseException",
    });
    const [source] = pipeline.stages ?? [];
    await expect(
      client.send(
        new CreatePipelineCommand({
          pipeline: { ...pipeline, name: "one-stage", stages: source ? [source] : [] },
        }),
      ),
    ).rejects.toMatchObject({ name: "InvalidStructureException" });
  });

  it.runIf(existsSync("/usr/bin/aws"))("works with the AWS CLI of Debian", async () => {
    await aPipeline(wire, "by-cli", [buildStage(), approvalStage()]);
    await pushTo("by-cli");
    await waitingApproval(wire.codepipeline, "by-cli");
    const aws = async (...args: string[]) => {
      const { stdout } = await promisify(execFile)(
        "/usr/bin/aws",
        ["--endpoint-url", wire.endpoint, "--region", "us-east-1", "--output", "json", ...args],
        { env: { ...process.env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" } },
      );
      return stdout ? JSON.parse(stdout) : undefined;
    };
    const state = await aws("codepipeline", "get-pipeline-state", "--name", "by-cli");
    const { token } = state.stageStates[2].actionStates[0].latestExecution;
    const approved = await aws(
      "codepipeline",
      "put-approval-result",
      ...["--pipeline-name", "by-cli", "--stage-name", "Approval", "--action-name", "Approve"],
      ...["--result", "summary=fine,status=Approved", "--token", token],
    );
    expect(approved.approvedAt).toBeTruthy();
    const builds = await aws("codebuild", "list-builds-for-project", "--project-name", "it");
    const log = await aws(
      "logs",
      "get-log-events",
      ...["--log-group-name", "/aws/codebuild/it"],
      ...["--log-stream-name", builds.ids[0].split(":")[1]],
    );
    const text = log.events.map((event: { message: string }) => event.message).join("");
    expect(text).toContain("building ");
  });
});
