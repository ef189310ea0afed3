import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { RetryStageExecutionCommand } from "@aws-sdk/client-codepipeline";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aDesk, type Desk } from "./a-desk.ts";
import {
  aPipeline,
  approvalStage,
  buildStage,
  executionIs,
  stageOf,
  waitingApproval,
} from "./a-pipeline.ts";
import { aBuildspec } from "./a-source.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await aDesk();
});
afterAll(() => desk?.close());

describe("a kill of the lab", () => {
  it("while an approval waits changes nothing: the same token decides", async () => {
    const { TopicArn } = await desk.wire.sns.send(new CreateTopicCommand({ Name: "approvals" }));
    const configuration = { NotificationArn: TopicArn ?? "" };
    await aPipeline(desk.wire, "announced", [buildStage(), approvalStage({ configuration })]);
    await desk.push("announced");
    const before = await waitingApproval(desk.wire.codepipeline, "announced");
    await desk.lab.kill();
    await desk.lab.restart();
    expect(await waitingApproval(desk.wire.codepipeline, "announced")).toEqual(before);
    const outbox = await (await fetch(`${desk.lab.endpoint}/_lab/outbox`)).text();
    expect(outbox.split("APPROVAL NEEDED")).toHaveLength(2);
    await desk.decide("announced", before.token);
    await executionIs(desk.wire.codepipeline, "announced", before.executionId, "Succeeded");
  });

  it("in the middle of a build fails the action with the reason, and a retry goes on", async () => {
    await aPipeline(desk.wire, "durable", [buildStage(), approvalStage()]);
    const started = join(desk.lab.stateDir, "durable-started");
    const may = join(desk.lab.stateDir, "durable-may-end");
    const spec = aBuildspec(`touch '${started}'`, `while [ ! -e '${may}' ]; do sleep 0.05; done`);
    await desk.push("durable", { "buildspec.yml": spec });
    await waitFor("the build to run", () => existsSync(started));
    await desk.lab.kill();
    await desk.lab.restart();
    const failed = await waitFor("the stage to fail", async () => {
      const stage = await stageOf(desk.wire.codepipeline, "durable", "Build");
      return stage.latestExecution?.status === "Failed" && stage;
    });
    expect(failed.actionStates?.[0]?.latestExecution?.errorDetails?.message).toMatch(
      /cut off because the lab stopped/,
    );
    const pipelineExecutionId = failed.latestExecution?.pipelineExecutionId ?? "";
    await promisify(execFile)("touch", [may]);
    await desk.wire.codepipeline.send(
      new RetryStageExecutionCommand({
        pipelineName: "durable",
        stageName: "Build",
        pipelineExecutionId,
        retryMode: "ALL_ACTIONS",
      }),
    );
    const waiting = await waitingApproval(desk.wire.codepipeline, "durable");
    expect(waiting.executionId).toBe(pipelineExecutionId);
  });

  it("does not stretch an approval's deadline", async () => {
    const { token, executionId } = await waitingApproval(desk.wire.codepipeline, "durable");
    await desk.lab.kill();
    const database = new DatabaseSync(join(desk.lab.stateDir, "lab.sqlite"));
    // The deadline lies days ahead; this is the only way to let it pass now.
    const changed = database
      .prepare(
        `UPDATE documents SET body = json_replace(body, '$.stages.Approval.actions[0].expiresAt', 1)
         WHERE collection = 'codepipeline.executions' AND json_extract(body, '$.id') = ?`,
      )
      .run(executionId);
    database.close();
    expect(changed.changes).toBe(1);
    await desk.lab.restart();
    await executionIs(desk.wire.codepipeline, "durable", executionId, "Failed");
    const stage = await stageOf(desk.wire.codepipeline, "durable", "Approval");
    expect(stage.actionStates?.[0]?.latestExecution).toMatchObject({
      status: "Failed",
      summary: expect.stringContaining("timed out"),
    });
    await expect(desk.decide("durable", token)).rejects.toMatchObject({
      name: "InvalidApprovalTokenException",
    });
  });
});
