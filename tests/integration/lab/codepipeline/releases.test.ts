import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  StopPipelineExecutionCommand,
} from "@aws-sdk/client-codepipeline";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aDesk, type Desk, quickSource } from "./a-desk.ts";
import {
  actionsOf,
  aPipeline,
  approvalStage,
  buildStage,
  deployStage,
  executionIs,
  executionsOf,
  stageOf,
  waitingApproval,
} from "./a-pipeline.ts";
import { aBuildspec } from "./a-source.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await aDesk();
});
afterAll(() => desk?.close());

describe("a release", () => {
  it("goes from a push through a build to an approval and on", async () => {
    await aPipeline(desk.wire, "story", [buildStage(), approvalStage()]);
    await desk.push("story", quickSource, "Add the thing");
    const { token, executionId } = await waitingApproval(desk.wire.codepipeline, "story");
    const [row] = await executionsOf(desk.wire.codepipeline, "story");
    expect(row).toMatchObject({
      pipelineExecutionId: executionId,
      status: "InProgress",
      executionMode: "SUPERSEDED",
      executionType: "STANDARD",
      trigger: { triggerType: "CloudWatchEvent" },
      sourceRevisions: [{ actionName: "Source", revisionSummary: "Add the thing" }],
    });
    const source = await fetch(row?.sourceRevisions?.[0]?.revisionUrl ?? "");
    expect(source.status).toBe(200);
    expect(source.headers.get("x-amz-version-id")).toBe(row?.sourceRevisions?.[0]?.revisionId);
    await desk.decide("story", token);
    await executionIs(desk.wire.codepipeline, "story", executionId, "Succeeded");
    const actions = await actionsOf(desk.wire.codepipeline, "story", executionId);
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
    await desk.push("story");
    const { token, executionId } = await waitingApproval(desk.wire.codepipeline, "story");
    const results = await Promise.allSettled([
      desk.decide("story", token, "Approved"),
      desk.decide("story", token, "Rejected"),
    ]);
    const failures = results.filter((one) => one.status === "rejected");
    expect(failures.map((one) => (one.reason as Error).name)).toEqual([
      "ApprovalAlreadyCompletedException",
    ]);
    const won = results[0]?.status === "fulfilled" ? "Succeeded" : "Failed";
    await executionIs(desk.wire.codepipeline, "story", executionId, won);
  });

  it("tells the reason of a failed build, and the same execution goes on when it is retried", async () => {
    await aPipeline(desk.wire, "flaky", [buildStage(), approvalStage()]);
    const marker = join(desk.lab.stateDir, "flaky-may-pass");
    await desk.push("flaky", { "buildspec.yml": aBuildspec(`test -e '${marker}'`) });
    const failed = await waitFor("the build to fail", async () => {
      const stage = await stageOf(desk.wire.codepipeline, "flaky", "Build");
      return stage.latestExecution?.status === "Failed" && stage;
    });
    const executionId = failed.latestExecution?.pipelineExecutionId ?? "";
    expect(failed.actionStates?.[0]?.latestExecution?.errorDetails).toEqual({
      code: "JobFailed",
      message: `Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: test -e '${marker}'. Reason: exit status 1`,
    });
    await promisify(execFile)("touch", [marker]);
    await desk.wire.codepipeline.send(
      new RetryStageExecutionCommand({
        pipelineName: "flaky",
        stageName: "Build",
        pipelineExecutionId: executionId,
        retryMode: "FAILED_ACTIONS",
      }),
    );
    expect((await waitingApproval(desk.wire.codepipeline, "flaky")).executionId).toBe(executionId);
    const build = await stageOf(desk.wire.codepipeline, "flaky", "Build");
    expect(build.retryStageMetadata).toEqual({
      manualStageRetryAttempt: 1,
      latestRetryTrigger: "ManualStageRetry",
    });
    const latest = await desk.wire.codepipeline.send(
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
    await aPipeline(desk.wire, "busy", [buildStage(), approvalStage()]);
    await desk.push("busy");
    const first = await waitingApproval(desk.wire.codepipeline, "busy");
    const inbound = (not?: string) =>
      waitFor("an inbound execution", async () => {
        const id = (await stageOf(desk.wire.codepipeline, "busy", "Approval")).inboundExecution
          ?.pipelineExecutionId;
        return id !== not && id;
      });
    await desk.push("busy");
    const second = await inbound();
    await desk.push("busy");
    const third = await inbound(second);
    await executionIs(desk.wire.codepipeline, "busy", second, "Superseded");
    await desk.wire.codepipeline.send(
      new DisableStageTransitionCommand({
        pipelineName: "busy",
        stageName: "Approval",
        transitionType: "Inbound",
        reason: "Freeze until Monday",
      }),
    );
    await desk.decide("busy", first.token, "Rejected");
    await executionIs(desk.wire.codepipeline, "busy", first.executionId, "Failed");
    const held = await stageOf(desk.wire.codepipeline, "busy", "Approval");
    expect(held.inboundTransitionState).toMatchObject({
      enabled: false,
      disabledReason: "Freeze until Monday",
    });
    expect(held.inboundExecution?.pipelineExecutionId).toBe(third);
    await desk.wire.codepipeline.send(
      new EnableStageTransitionCommand({
        pipelineName: "busy",
        stageName: "Approval",
        transitionType: "Inbound",
      }),
    );
    const { executionId } = await waitingApproval(desk.wire.codepipeline, "busy", first.token);
    expect(executionId).toBe(third);
    await desk.wire.codepipeline.send(
      new StopPipelineExecutionCommand({
        pipelineName: "busy",
        pipelineExecutionId: third,
        abandon: true,
        reason: "Not today",
      }),
    );
    expect((await executionsOf(desk.wire.codepipeline, "busy"))[0]).toMatchObject({
      status: "Stopped",
      stopTrigger: { reason: "Not today" },
    });
  });

  it("can be rolled back to an earlier execution of the stage", async () => {
    const pages = await desk.wire.codepipeline.send(
      new ListPipelineExecutionsCommand({
        pipelineName: "story",
        filter: { succeededInStage: { stageName: "Build" } },
      }),
    );
    const target = pages.pipelineExecutionSummaries?.at(-1)?.pipelineExecutionId ?? "";
    const { pipelineExecutionId = "" } = await desk.wire.codepipeline.send(
      new RollbackStageCommand({
        pipelineName: "story",
        stageName: "Build",
        targetPipelineExecutionId: target,
      }),
    );
    const done = await executionIs(
      desk.wire.codepipeline,
      "story",
      pipelineExecutionId,
      "Succeeded",
    );
    expect(done).toMatchObject({
      executionType: "ROLLBACK",
      trigger: { triggerType: "ManualRollback" },
      rollbackMetadata: { rollbackTargetPipelineExecutionId: target },
      artifactRevisions: [{ revisionSummary: "Add the thing" }],
    });
  });

  it("rolls a failed stage back by itself where the stage says so", async () => {
    await aPipeline(desk.wire, "self-healing", [buildStage({ onFailure: { result: "ROLLBACK" } })]);
    await desk.push("self-healing");
    const good = await waitFor("a good execution", async () =>
      (await executionsOf(desk.wire.codepipeline, "self-healing")).find(
        (one) => one.status === "Succeeded",
      ),
    );
    await desk.push("self-healing", { "buildspec.yml": aBuildspec("exit 7") });
    const rollback = await waitFor("the rollback", async () =>
      (await executionsOf(desk.wire.codepipeline, "self-healing")).find(
        (one) => one.executionType === "ROLLBACK" && one.status === "Succeeded",
      ),
    );
    expect(rollback).toMatchObject({
      trigger: { triggerType: "AutomatedRollback" },
      rollbackMetadata: { rollbackTargetPipelineExecutionId: good.pipelineExecutionId },
    });
  });

  it("tells EventBridge of every step, in order", async () => {
    await aPipeline(desk.wire, "told", [buildStage()]);
    await desk.push("told");
    const seen: string[] = [];
    await waitFor("the end of the execution", async () => {
      const { Messages = [] } = await desk.wire.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: `${desk.wire.endpoint}/000000000000/switchyard-events`,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
        }),
      );
      for (const { Body = "{}" } of Messages) {
        const event = JSON.parse(Body);
        if (event.detail.pipeline !== "told") continue;
        expect(event).toMatchObject({
          source: "aws.codepipeline",
          resources: ["arn:aws:codepipeline:us-east-1:000000000000:told"],
        });
        const what = event["detail-type"].split(" ")[1];
        const name = event.detail.action ?? event.detail.stage ?? event.detail.pipeline;
        seen.push(`${what} ${name} ${event.detail.state}`);
      }
      return seen.at(-1) === "Pipeline told SUCCEEDED";
    });
    // The first execution found no source.
    expect(seen.slice(seen.indexOf("Pipeline told FAILED") + 1)).toEqual([
      "Pipeline told STARTED",
      "Stage Source STARTED",
      "Action Source STARTED",
      "Action Source SUCCEEDED",
      "Stage Source SUCCEEDED",
      "Stage Build STARTED",
      "Action Build STARTED",
      "Action Build SUCCEEDED",
      "Stage Build SUCCEEDED",
      "Pipeline told SUCCEEDED",
    ]);
  });

  it("ends with a clear failure at an action that the lab cannot run", async () => {
    await aPipeline(desk.wire, "foreign", [buildStage(), deployStage("ECS")]);
    await desk.push("foreign");
    const stage = await waitFor("the failure", async () => {
      const now = await stageOf(desk.wire.codepipeline, "foreign", "Deploy");
      return now.latestExecution?.status === "Failed" && now;
    });
    expect(stage.actionStates?.[0]?.latestExecution?.errorDetails?.message).toMatch(
      /cannot run actions of category Deploy by provider ECS/,
    );
  });

  it("tells an SNS topic that an approval waits", async () => {
    const { TopicArn } = await desk.wire.sns.send(new CreateTopicCommand({ Name: "approvals" }));
    const configuration = { NotificationArn: TopicArn ?? "", CustomData: "Ship it?" };
    await aPipeline(desk.wire, "announced", [buildStage(), approvalStage({ configuration })]);
    await desk.push("announced");
    const { token } = await waitingApproval(desk.wire.codepipeline, "announced");
    const outbox = await waitFor("the message", async () => {
      const text = await (await fetch(`${desk.lab.endpoint}/_lab/outbox`)).text();
      return text.includes(token) && text;
    });
    expect(outbox).toContain("Ship it?");
    expect(outbox).toContain("APPROVAL NEEDED");
  });
});

describe("modes", () => {
  it("PARALLEL runs executions side by side; the token comes from ListActionExecutions", async () => {
    await aPipeline(desk.wire, "parallel", [buildStage(), approvalStage()], {
      executionMode: "PARALLEL",
    });
    await desk.push("parallel");
    await desk.push("parallel");
    const open = await waitFor("two approvals", async () => {
      const answer = await desk.wire.codepipeline.send(
        new ListActionExecutionsCommand({ pipelineName: "parallel" }),
      );
      const waiting = (answer.actionExecutionDetails ?? []).filter(
        (one) => one.actionName === "Approve" && one.output?.executionResult?.externalExecutionId,
      );
      return waiting.length === 2 && waiting;
    });
    for (const one of open) {
      await desk.decide("parallel", one.output?.executionResult?.externalExecutionId ?? "");
      const id = one.pipelineExecutionId ?? "";
      await executionIs(desk.wire.codepipeline, "parallel", id, "Succeeded");
    }
  });

  it("QUEUED keeps executions in order", async () => {
    await aPipeline(desk.wire, "queued", [buildStage(), approvalStage()], {
      executionMode: "QUEUED",
    });
    await desk.push("queued");
    await desk.push("queued");
    await desk.push("queued");
    const inbound = await waitFor("two that wait", async () => {
      const waiting = (await stageOf(desk.wire.codepipeline, "queued", "Approval"))
        .inboundExecutions;
      return waiting?.length === 2 && waiting;
    });
    const first = await waitingApproval(desk.wire.codepipeline, "queued");
    await desk.decide("queued", first.token);
    const second = await waitingApproval(desk.wire.codepipeline, "queued", first.token);
    expect(second.executionId).toBe(inbound[0]?.pipelineExecutionId);
  });
});
