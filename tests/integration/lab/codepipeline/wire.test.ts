import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  CreatePipelineCommand,
  DeletePipelineCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  ListRuleExecutionsCommand,
  ListTagsForResourceCommand,
  StartPipelineExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePipelineCommand,
} from "@aws-sdk/client-codepipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAwsCli } from "../../../../scripts/test/ensure-needs.ts";
import { aDesk, type Desk } from "./a-desk.ts";
import {
  aPipeline,
  approvalStage,
  buildStage,
  executionIs,
  waitingApproval,
} from "./a-pipeline.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await aDesk();
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

  it("keeps versions and tags of a structure, and forgets a deleted pipeline", async () => {
    const client = desk.wire.codepipeline;
    await aPipeline(desk.wire, "edited", [buildStage(), approvalStage()]);
    const { pipeline, metadata } = await client.send(new GetPipelineCommand({ name: "edited" }));
    if (!pipeline?.stages) throw new Error("no pipeline");
    const stages = pipeline.stages.filter((stage) => stage.name !== "Approval");
    const updated = await client.send(
      new UpdatePipelineCommand({ pipeline: { ...pipeline, stages } }),
    );
    expect(updated.pipeline).toMatchObject({ version: 2, stages: [{}, {}] });
    const first = await client.send(new GetPipelineCommand({ name: "edited", version: 1 }));
    expect(first.pipeline?.stages).toHaveLength(3);
    const resourceArn = metadata?.pipelineArn ?? "";
    const tags = [
      { key: "team", value: "platform" },
      { key: "tier", value: "1" },
    ];
    await client.send(new TagResourceCommand({ resourceArn, tags }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["tier"] }));
    const listed = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(listed.tags).toEqual(tags.slice(0, 1));
    const rules = await client.send(new ListRuleExecutionsCommand({ pipelineName: "edited" }));
    expect(rules.ruleExecutionDetails).toEqual([]);
    await client.send(new DeletePipelineCommand({ name: "edited" }));
    await expect(client.send(new GetPipelineCommand({ name: "edited" }))).rejects.toMatchObject({
      name: "PipelineNotFoundException",
    });
  });

  it("pages executions and actions", async () => {
    await aPipeline(desk.wire, "paged", [buildStage()]);
    const client = desk.wire.codepipeline;
    for (let count = 0; count < 4; count++) {
      const { pipelineExecutionId = "" } = await client.send(
        new StartPipelineExecutionCommand({ name: "paged" }),
      );
      await executionIs(client, "paged", pipelineExecutionId, "Failed");
    }
    const seen: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListPipelineExecutionsCommand({ pipelineName: "paged", maxResults: 2, nextToken }),
      );
      seen.push(...(page.pipelineExecutionSummaries ?? []).map((one) => one.pipelineExecutionId));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(new Set(seen).size).toBe(5);
    const page = await client.send(
      new ListActionExecutionsCommand({ pipelineName: "paged", maxResults: 3 }),
    );
    expect(page.actionExecutionDetails).toHaveLength(3);
    expect(page.nextToken).toBeTruthy();
    expect(
      page.actionExecutionDetails?.[0]?.output?.executionResult?.errorDetails?.message,
    ).toMatch(/source object s3:\/\/code-build-source-lab\/it\/paged\.zip does not exist/);
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

  it.runIf(findAwsCli())("works with the AWS CLI of Debian", async () => {
    await aPipeline(desk.wire, "by-cli", [buildStage(), approvalStage()]);
    await desk.push("by-cli");
    await waitingApproval(desk.wire.codepipeline, "by-cli");
    const aws = async (...args: string[]) => {
      const { stdout } = await promisify(execFile)(
        findAwsCli() ?? "aws",
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
