import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import {
  CreatePipelineCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListPipelinesCommand,
  StartPipelineExecutionCommand,
} from "@aws-sdk/client-codepipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDesk, type Desk } from "./a-desk.ts";
import { aPipeline, approvalStage, buildStage, waitingApproval } from "./a-pipeline.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await aDesk(4690);
});
afterAll(() => desk?.close());

describe("on the wire", () => {
  it("starts an execution once per request token", async () => {
    await aPipeline(desk.wire, "story", [buildStage(), approvalStage()]);
    await desk.push("story");
    const start = new StartPipelineExecutionCommand({
      name: "story",
      clientRequestToken: "once-1",
    });
    const [one, two] = [
      await desk.wire.codepipeline.send(start),
      await desk.wire.codepipeline.send(start),
    ];
    expect(two.pipelineExecutionId).toBe(one.pipelineExecutionId);
  });

  it("pages lists of a thousand pipelines", async () => {
    const answer = await fetch(`${desk.lab.endpoint}/_lab/bulk`, {
      method: "POST",
      body: JSON.stringify({ pipelines: 1000 }),
    });
    expect(answer.ok).toBe(true);
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await desk.wire.codepipeline.send(
        new ListPipelinesCommand({ maxResults: 300, nextToken }),
      );
      names.push(...(page.pipelines ?? []).map((one) => one.name ?? ""));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(names.filter((name) => name.startsWith("bulk-"))).toHaveLength(1000);
    expect(new Set(names).size).toBe(names.length);
    const state = await desk.wire.codepipeline.send(
      new GetPipelineStateCommand({ name: "bulk-0007" }),
    );
    expect(state.stageStates?.map((one) => one.latestExecution?.status)).toEqual([
      "Succeeded",
      "Failed",
      undefined,
    ]);
  });

  it("answers with the declared errors", async () => {
    const missing = { name: "PipelineNotFoundException" };
    const client = desk.wire.codepipeline;
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
    await aPipeline(desk.wire, "by-cli", [buildStage(), approvalStage()]);
    await desk.push("by-cli");
    await waitingApproval(desk.wire.codepipeline, "by-cli");
    const aws = async (...args: string[]) => {
      const { stdout } = await promisify(execFile)(
        "/usr/bin/aws",
        [
          "--endpoint-url",
          desk.wire.endpoint,
          "--region",
          "us-east-1",
          "--output",
          "json",
          ...args,
        ],
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
