import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nobody } from "@/server/aws/call-aws";
import { awsCalls } from "@/server/aws/count-calls";
import { markDirty } from "@/server/releases/pipeline-rows";
import { readBuild } from "@/server/releases/read-build";
import { readDeployment } from "@/server/releases/read-deployment";
import { readExecutionView } from "@/server/releases/read-execution";
import { readFleet } from "@/server/releases/read-fleet";
import { readPipeline } from "@/server/releases/read-pipeline";
import { readPipelines, wantsSoon } from "@/server/releases/read-pipelines";
import { type ReleaseWorld, startReleaseWorld } from "../../fixtures/release-world.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

let world: ReleaseWorld;
let deploymentId = "";

beforeAll(async () => {
  world = await startReleaseWorld();
  const answer = await fetch(`${world.lab.endpoint}/_lab/bulk`, {
    method: "POST",
    body: JSON.stringify({ pipelines: 1_000, deploymentInstances: 500 }),
  });
  deploymentId = JSON.stringify(await answer.json()).match(/d-[A-Z0-9]+/)?.[0] ?? "";
}, 180_000);
afterAll(async () => world?.close());

const calls = () => awsCalls().reduce((sum, call) => sum + call.requests, 0);

it("a thousand pipelines: all rows at the first look, filled over the next ones, few calls each", async () => {
  const before = calls();
  const first = await readPipelines(nobody);
  expect(first.pipelines.length).toBeGreaterThanOrEqual(1_000);
  expect(calls() - before).toBeLessThanOrEqual(16);
  expect(first.pipelines.filter((row) => row.stages).length).toBeGreaterThan(0);
  expect(wantsSoon(first)).toBe(true);

  // What an event was about is read in the very next look, however far down it stands.
  markDirty(["releases/pipeline/bulk-0900"]);
  const next = await readPipelines(nobody);
  expect(next.pipelines.find((row) => row.name === "bulk-0900")?.stages).toBeDefined();
  const filled = await waitFor(
    "all rows",
    async () => {
      const list = await readPipelines(nobody);
      return wantsSoon(list) ? undefined : list;
    },
    120_000,
  );
  expect(filled.pipelines.every((row) => row.stages)).toBe(true);
}, 180_000);

it("a deployment over 500 instances: every target, and no second reading of what has ended", async () => {
  const view = await readDeployment(nobody, deploymentId);
  expect(view.targetCount).toBe(500);
  expect(view.targets.every((target) => target.events.length > 0)).toBe(true);
  const before = calls();
  const again = await readDeployment(nobody, deploymentId, view);
  expect(again.targets).toHaveLength(500);
  expect(calls() - before).toBeLessThanOrEqual(2);
}, 60_000);

it.each([
  "nope",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "a b",
  "x".repeat(500),
  "ünïcode",
])("what is not there is not_found, whatever it is called: %s", async (name) => {
  const gone = { name: "AppError", code: "not_found" };
  await expect(readPipeline(nobody, name)).rejects.toMatchObject(gone);
  await expect(readExecutionView(nobody, "bulk-0001", name)).rejects.toMatchObject(gone);
  await expect(readDeployment(nobody, name)).rejects.toMatchObject(gone);
  await expect(readBuild(nobody, name)).rejects.toMatchObject(gone);
  await expect(
    readFleet(nobody, { application: name, deploymentGroup: name }),
  ).rejects.toMatchObject(gone);
});

it("reads a log on where it was left, and keeps hostile text as text", async () => {
  const client = new CloudWatchLogsClient({});
  const stream = { logGroupName: "/test/log", logStreamName: "s" };
  await client.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
  await client.send(new CreateLogStreamCommand(stream));
  const hostile = "<script>alert(1)</script> \u202e %s \u0000 ünïcode";
  const put = (from: number, count: number) =>
    client.send(
      new PutLogEventsCommand({
        ...stream,
        logEvents: Array.from({ length: count }, (_unused, index) => ({
          timestamp: Date.now(),
          message: `${from + index} ${hostile}`,
        })),
      }),
    );
  await put(1, 5_000);
  const { getLogEvents } = await import("@/server/aws/logs/get-log-events");
  const place = { group: stream.logGroupName, stream: stream.logStreamName };
  const lines: string[] = [];
  let token: string | undefined;
  const readOn = async () => {
    for (;;) {
      const page = await getLogEvents(nobody, place, { token });
      lines.push(...page.events.map((event) => event.text));
      if (page.events.length === 0 && page.nextToken === token) return;
      token = page.nextToken;
    }
  };
  await readOn();
  expect(lines).toHaveLength(5_000);
  await put(5_001, 3);
  await readOn();
  expect(lines.at(-1)).toBe(`5003 ${hostile}`);
  expect(new Set(lines).size).toBe(5_003);
}, 60_000);
