import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FilterLogEventsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  BatchGetReportsCommand,
  DescribeTestCasesCommand,
  ListBuildsForProjectCommand,
  RetryBuildCommand,
  StopBuildCommand,
} from "@aws-sdk/client-codebuild";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { push } from "../codepipeline/a-source.ts";
import { aWire, type Wire } from "../codepipeline/a-wire.ts";
import { aProject, ended, phaseOf, readBuild, readLog, startBuild } from "./a-build.ts";

let lab: LabUnderTest;
let wire: Wire;
let places = "";

beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, SECRET_OF_THE_LAB: "never-shown" } });
  wire = aWire(lab);
  places = mkdtempSync(join(tmpdir(), "builds-"));
  await aProject(wire.codebuild, "inline");
  await aProject(wire.codebuild, "from-s3", "code-build-source-lab/it/source.zip");
});
afterAll(async () => {
  await lab?.stop();
  rmSync(places, { recursive: true, force: true });
});

const inline = (buildspecOverride: string) =>
  startBuild(wire.codebuild, { projectName: "inline", buildspecOverride });

describe("a build", () => {
  it("runs its phases in one shell, in a clean environment, and tells their times", async () => {
    const id = await inline(`
version: 0.2
env:
  variables: { COLOUR: green }
  exported-variables: [VERSION]
phases:
  install:
    commands:
      - export VERSION="1.2 \\"beta\\""
      - mkdir -p deep && cd deep
  build:
    commands:
      - echo "in $(basename "$PWD") with $COLOUR and $VERSION"
      - env | sort
      - test "$HOME" != "$CODEBUILD_SRC_DIR" && test -z "$(ls -A "$HOME")" && echo home is empty
    finally:
      - echo finally runs
`);
    const build = await ended(wire.codebuild, id);
    expect(build).toMatchObject({ buildStatus: "SUCCEEDED", currentPhase: "COMPLETED" });
    expect(build.phases?.map((phase) => phase.phaseType)).toEqual([
      "SUBMITTED",
      "QUEUED",
      "PROVISIONING",
      "DOWNLOAD_SOURCE",
      "INSTALL",
      "PRE_BUILD",
      "BUILD",
      "POST_BUILD",
      "UPLOAD_ARTIFACTS",
      "FINALIZING",
      "COMPLETED",
    ]);
    expect(phaseOf(build, "BUILD")?.endTime).toBeInstanceOf(Date);
    expect(build.exportedEnvironmentVariables).toEqual([{ name: "VERSION", value: '1.2 "beta"' }]);
    const log = await readLog(wire.logs, id);
    expect(log).toContain('in deep with green and 1.2 "beta"\n');
    expect(log).toContain("finally runs\n");
    expect(log).toContain("home is empty\n");
    expect(log).toContain(`CODEBUILD_BUILD_ID=${id}\n`);
    expect(log).not.toContain("never-shown");
    expect(log).not.toContain("SECRET_OF_THE_LAB");
  });

  it("can be read while it runs; the same token twice means nothing new", async () => {
    const go = join(places, "go");
    const id = await inline(`
version: 0.2
phases:
  build:
    commands:
      - echo first line
      - while [ ! -e '${go}' ]; do sleep 0.05; done
      - echo second line
`);
    await waitFor("the first line", async () =>
      (await readLog(wire.logs, id)).includes("\nfirst line\n"),
    );
    expect(await readBuild(wire.codebuild, id)).toMatchObject({
      buildStatus: "IN_PROGRESS",
      currentPhase: "BUILD",
    });
    const [project, logStreamName] = id.split(":");
    const stream = { logGroupName: `/aws/codebuild/${project}`, logStreamName };
    const head = await wire.logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    const quiet = { ...stream, nextToken: head.nextForwardToken };
    await waitFor("the log to be quiet", async () => {
      const page = await wire.logs.send(new GetLogEventsCommand(quiet));
      const still = page.nextForwardToken === quiet.nextToken;
      quiet.nextToken = page.nextForwardToken;
      return still;
    });
    writeFileSync(go, "");
    expect((await ended(wire.codebuild, id)).buildStatus).toBe("SUCCEEDED");
    const rest = await wire.logs.send(new GetLogEventsCommand(quiet));
    expect(rest.events?.map((event) => event.message)).toContain("second line\n");
    const tail = await wire.logs.send(new GetLogEventsCommand({ ...stream, limit: 1 }));
    expect(tail.events).toHaveLength(1);
    const before = await wire.logs.send(
      new GetLogEventsCommand({ ...stream, limit: 1, nextToken: tail.nextBackwardToken }),
    );
    expect(before.events?.[0]?.message).not.toBe(tail.events?.[0]?.message);
    const found = await wire.logs.send(
      new FilterLogEventsCommand({
        logGroupName: stream.logGroupName,
        filterPattern: '"second line"',
      }),
    );
    expect(found.events?.map((event) => event.message)).toContain("second line\n");
  });

  it("masks what comes from the parameter store", async () => {
    await wire.ssm.send(
      new PutParameterCommand({
        Name: "/it/token",
        Value: "hunter2-hunter2",
        Type: "SecureString",
      }),
    );
    const id = await inline(`
version: 0.2
env: { parameter-store: { TOKEN: /it/token } }
phases:
  build:
    commands:
      - test "$TOKEN" = "hunter2""-hunter2" && echo "the token is $TOKEN."
`);
    expect((await ended(wire.codebuild, id)).buildStatus).toBe("SUCCEEDED");
    const log = await readLog(wire.logs, id);
    expect(log).toContain("the token is ***.\n");
    expect(log).not.toContain("hunter2-hunter2");
  });

  it("takes one key of a secret and masks it; a key that is not there fails the build", async () => {
    await wire.secrets.send(
      new CreateSecretCommand({
        Name: "it/keys",
        SecretString: JSON.stringify({ api: "open-sesame-1001" }),
      }),
    );
    const spec = (key: string) => `
version: 0.2
env: { secrets-manager: { KEY: "it/keys:${key}" } }
phases:
  build:
    commands: ['test "$KEY" = "open-""sesame-1001" && echo "key: $KEY."']
`;
    const id = await inline(spec("api"));
    expect((await ended(wire.codebuild, id)).buildStatus).toBe("SUCCEEDED");
    expect(await readLog(wire.logs, id)).toContain("key: ***.\n");
    const missing = await ended(wire.codebuild, await inline(spec("nothing")));
    expect(phaseOf(missing, "DOWNLOAD_SOURCE")?.contexts).toEqual([
      {
        statusCode: "Secrets Manager Error Message",
        message: "secret it/keys: it has no key nothing",
      },
    ]);
  });

  it("is started once per idempotency token", async () => {
    const start = () =>
      startBuild(wire.codebuild, { projectName: "inline", idempotencyToken: "once" });
    const [one, two] = [await start(), await start()];
    expect(two).toBe(one);
    await ended(wire.codebuild, one);
  });

  it("takes JUnit reports, also of a build that failed", async () => {
    const id = await inline(`
version: 0.2
phases:
  pre_build:
    commands:
      - echo '<testsuite name="s"><testcase name="ok"/><testcase name="bad"><failure message="1 != 2"/></testcase></testsuite>' > r.xml
      - exit 3
reports:
  unit: { files: r.xml, file-format: JUNITXML }
`);
    const build = await ended(wire.codebuild, id);
    expect(build.buildStatus).toBe("FAILED");
    const reportArn = build.reportArns?.[0] ?? "";
    const { reports } = await wire.codebuild.send(
      new BatchGetReportsCommand({ reportArns: [reportArn] }),
    );
    expect(reports?.[0]).toMatchObject({
      status: "FAILED",
      testSummary: { total: 2, statusCounts: { SUCCEEDED: 1, FAILED: 1 } },
    });
    const { testCases } = await wire.codebuild.send(
      new DescribeTestCasesCommand({ reportArn, filter: { status: "FAILED" } }),
    );
    expect(testCases).toMatchObject([{ name: "bad", message: "1 != 2" }]);
  });

  it("can be retried and listed", async () => {
    const id = await inline("version: 0.2\nphases: { build: { commands: ['echo again'] } }\n");
    await ended(wire.codebuild, id);
    const { build } = await wire.codebuild.send(new RetryBuildCommand({ id }));
    const second = await ended(wire.codebuild, build?.id ?? "");
    expect(await readLog(wire.logs, second.id ?? "")).toContain("again\n");
    const { ids } = await wire.codebuild.send(
      new ListBuildsForProjectCommand({ projectName: "inline" }),
    );
    expect(ids?.slice(0, 2)).toEqual([second.id, id]);
  });
});

describe("a build that fails", () => {
  it("says which command ended how; a failed build phase is still followed by post_build", async () => {
    const id = await inline(`
version: 0.2
phases:
  build:
    commands: [echo trying, npm --no-such-command, echo never]
  post_build:
    commands: ['echo "succeeding=$CODEBUILD_BUILD_SUCCEEDING"']
`);
    const build = await ended(wire.codebuild, id);
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseOf(build, "BUILD")).toMatchObject({
      phaseStatus: "FAILED",
      contexts: [
        {
          statusCode: "COMMAND_EXECUTION_ERROR",
          message: "Error while executing command: npm --no-such-command. Reason: exit status 1",
        },
      ],
    });
    const log = await readLog(wire.logs, id);
    expect(log).toContain("succeeding=0\n");
    expect(log).not.toContain("\nnever\n");
  });

  it("stops after a failed pre_build, but its finally runs", async () => {
    const id = await inline(`
version: 0.2
phases:
  pre_build:
    commands: ['false']
    finally: [echo cleaned]
  build:
    commands: [echo never]
`);
    const build = await ended(wire.codebuild, id);
    expect(phaseOf(build, "BUILD")).toBeUndefined();
    expect(phaseOf(build, "FINALIZING")?.phaseStatus).toBe("SUCCEEDED");
    expect(await readLog(wire.logs, id)).toContain("\ncleaned\n");
  });

  it.each<[string, Record<string, string | Buffer>, string, RegExp]>([
    ["no buildspec", { "readme.md": "x" }, "YAML_FILE_ERROR", /does not exist: buildspec\.yml/],
    ["an invalid buildspec", { "buildspec.yml": "version: [" }, "YAML_FILE_ERROR", /^yaml: line 1/],
    [
      "a zip bomb",
      { "buildspec.yml": "version: 0.2\nphases: {}\n", zeros: Buffer.alloc(60 * 1024 * 1024) },
      "CLIENT_ERROR",
      /unpacks to more than 100 times its size/,
    ],
  ])("of a source with %s fails in DOWNLOAD_SOURCE", async (_what, files, code, message) => {
    await push(wire.s3, "it/source.zip", files);
    const id = await startBuild(wire.codebuild, { projectName: "from-s3" });
    const build = await ended(wire.codebuild, id);
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseOf(build, "DOWNLOAD_SOURCE")).toMatchObject({
      phaseStatus: "FAILED",
      contexts: [{ statusCode: code, message: expect.stringMatching(message) }],
    });
    expect(phaseOf(build, "INSTALL")).toBeUndefined();
  });

  it("by printing 100 MB does not: its output is cut with a clear line, and the lab stays small", async () => {
    const id = await inline(`
version: 0.2
phases:
  build:
    commands:
      - yes 'a line of no importance whatsoever' | head -c 100000000
      - echo afterwards
`);
    const build = await ended(wire.codebuild, id, 60_000);
    expect(build.buildStatus).toBe("SUCCEEDED");
    const log = await readLog(wire.logs, id);
    expect(log.length).toBeLessThan(6 * 1024 * 1024);
    expect(log).toContain("The output was cut here: this build printed more than 5 MB.");
    expect(log).toContain("Phase complete: BUILD State: SUCCEEDED");
    const { pid } = (await (await fetch(`${lab.endpoint}/_lab/health`)).json()) as { pid: number };
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    expect(Number(peak)).toBeLessThan(500 * 1024);
  });
});

const isAlive = (pid: number) => existsSync(`/proc/${pid}/stat`) && !isZombie(pid);
const isZombie = (pid: number) => / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

describe("a build that is ended from outside", () => {
  const hanging = (name: string) => `
version: 0.2
phases:
  build:
    commands:
      - setsid sleep 300 & echo $! > '${join(places, `${name}-daemon`)}'
      - sh -c 'echo $$ > "${join(places, `${name}-child`)}"; exec sleep 300'
`;
  const pidsOf = (name: string) =>
    waitFor(`the processes of ${name}`, () => {
      const files = ["daemon", "child"].map((one) => join(places, `${name}-${one}`));
      const pids = files.map((file) => existsSync(file) && Number(readFileSync(file, "utf8")));
      return pids.every((pid) => pid && isAlive(pid)) && (pids as number[]);
    });

  it("by StopBuild leaves no process behind", async () => {
    const id = await inline(hanging("stopped"));
    const pids = await pidsOf("stopped");
    await wire.codebuild.send(new StopBuildCommand({ id }));
    const build = await ended(wire.codebuild, id);
    expect(build.buildStatus).toBe("STOPPED");
    expect(phaseOf(build, "BUILD")?.phaseStatus).toBe("STOPPED");
    await waitFor("the processes to be gone", () => !pids.some(isAlive));
  });

  it.each([
    ["a kill", "killed"],
    ["an orderly stop", "ended"],
  ])("by %s of the lab is settled at its next start", async (how, name) => {
    const id = await inline(hanging(name));
    const pids = await pidsOf(name);
    if (how === "a kill") {
      await lab.kill();
      expect(pids.some(isAlive)).toBe(true);
    }
    await lab.restart();
    const build = await ended(wire.codebuild, id);
    expect(build.buildStatus).toBe("FAILED");
    expect(phaseOf(build, "BUILD")?.contexts?.[0]?.message).toMatch(
      /cut off because the lab stopped/,
    );
    await waitFor("the processes to be gone", () => !pids.some(isAlive));
    expect(await readLog(wire.logs, id)).toContain("cut off because the lab stopped");
  });
});
