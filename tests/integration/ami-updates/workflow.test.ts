import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate } from "@/server/db";
import { freePort } from "../../../scripts/processes/free-port";
import { installAmiUpdates, prepareAmiUpdates } from "../../../scripts/services/ami-updates";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { type LabUnderTest, startLab } from "../../fixtures/start-lab";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";
import { waitFor } from "../../fixtures/wait-for";
import { connection } from "../lab/core/clients";

let lab: LabUnderTest;
let postgres: TestPostgres;
let sfn: SFNClient;
let stateDir: string;
let stateMachineArn: string;
beforeAll(async () => {
  [lab, postgres] = await Promise.all([
    startLab({ env: { ...process.env, LAB_PACE: "fast" } }),
    startPostgres(),
  ]);
  setConsoleEnv({ DATABASE_URL: postgres.url });
  await migrate();
  // The launcher keeps the lab's state in a folder of its own.
  stateDir = mkdtempSync(join(tmpdir(), "ami-workflow-"));
  symlinkSync(lab.stateDir, join(stateDir, "lab"));
  const options = {
    stateDir,
    labUrl: lab.endpoint,
    url: `http://127.0.0.1:${await freePort()}`,
    databaseUrl: postgres.url,
  };
  stateMachineArn = prepareAmiUpdates(options).SWITCHYARD_AMI_STATE_MACHINE_ARN ?? "";
  await installAmiUpdates(options);
  sfn = new SFNClient(connection(lab));
}, 120_000);
afterAll(async () => {
  await lab?.stop();
  await postgres?.close();
  if (stateDir) rmSync(stateDir, { recursive: true, force: true });
});

const publish = async (kind: string) => {
  const answer = await fetch(`${lab.endpoint}/_lab/ami/releases`, {
    method: "POST",
    body: JSON.stringify({ kind }),
  });
  return ((await answer.json()) as { release: { release: string } }).release.release;
};
const executions = async () =>
  (await sfn.send(new ListExecutionsCommand({ stateMachineArn }))).executions ?? [];
const executionTo = (release: string) =>
  waitFor(
    `the execution to ${release}`,
    async () => {
      const found = (await executions()).find((each) => each.name?.includes(`.${release}.`));
      if (!found || found.status === "RUNNING") return false;
      return sfn.send(new DescribeExecutionCommand({ executionArn: found.executionArn }));
    },
    // Four processes start, each for the first time; a busy machine needs its time for that.
    150_000,
  );
const recordTo = async (release: string) => {
  const [row] = await postgres.query(
    "select * from ami_updates where cluster = 'dev' and to_image->>'release' = $1",
    [release],
  );
  return row ?? expect.fail(`There is no record of ${release}.`);
};
const outbox = async () =>
  JSON.stringify(await (await fetch(`${lab.endpoint}/_lab/outbox`)).json());

describe("the workflow in the lab, with the functions and the state machine that are shipped", () => {
  test("takes a published release to a pull request and tells people", async () => {
    const release = await publish("routine");
    const execution = await executionTo(release);
    expect(execution).toMatchObject({ status: "SUCCEEDED" });
    expect(execution.name).toMatch(/^dev\.default\.v\d{8}\.[0-9a-f]{10}$/);
    const output = JSON.parse(execution.output ?? "");
    expect(output).toMatchObject({ startedBy: "event", analysis: { next: "propose" } });
    expect(output.proposed.proposal.pull.number).toBeGreaterThan(0);
    expect((await recordTo(release)).problem).toBeNull();
    expect(await outbox()).toContain(release);
  }, 180_000);

  test("alerts in place of a pull request when the rules refuse", async () => {
    const release = await publish("abandoned");
    const execution = await executionTo(release);
    const output = JSON.parse(execution.output ?? "");
    expect(output.analysis.next).toBe("alert");
    expect(output.proposed).toBeUndefined();
    expect(await outbox()).toContain(release);
  }, 180_000);

  test("ends with a reason, and without trying again, when no repetition can help", async () => {
    const image = { release: "v20260101", imageId: "ami-0123456789abcdef0" };
    const run = { cluster: "nowhere", nodeClass: "default", from: image, to: image };
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn,
        input: JSON.stringify({ ...run, startedBy: "test" }),
      }),
    );
    const ended = await waitFor("the end", async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status !== "RUNNING" && execution;
    });
    expect(ended).toMatchObject({ status: "FAILED", error: "HopelessError" });
    expect(JSON.parse(ended.cause ?? "").errorMessage).toBe(
      "The configuration has no node class nowhere/default.",
    );
    const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    const entered = events?.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
    expect(entered).toEqual(["Analyse", "Note failed analysis", "Failed"]);
    expect(events?.filter((event) => event.type === "TaskFailed")).toHaveLength(1);
  }, 60_000);

  test("keeps secrets out of what functions and the lab log", async () => {
    const logs = new CloudWatchLogsClient(connection(lab));
    const { logGroups } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/lambda/ami-updates-" }),
    );
    expect(logGroups?.length).toBeGreaterThanOrEqual(4);
    const texts = await Promise.all(
      (logGroups ?? []).map(async ({ logGroupName }) => {
        const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
        return events?.map((event) => event.message).join("") ?? "";
      }),
    );
    const all = texts.join("") + lab.output();
    expect(all).toContain("REPORT RequestId");
    expect(all).not.toContain("test-only");
    expect(all).not.toContain("PRIVATE KEY");
  });
});
