import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AwsEvent, Lab } from "../../../../lab/core/contracts.ts";
import { createBuildLog } from "../../../../lab/services/codebuild/build-log.ts";
import { type BuildRecord, PhaseFailure } from "../../../../lab/services/codebuild/model.ts";
import { runBuild } from "../../../../lab/services/codebuild/run-build.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-build-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function aBuildRecord(buildspec: string): BuildRecord {
  const logs = { groupName: "/aws/codebuild/sample", streamName: "one" };
  return {
    artifactsTarget: { type: "NO_ARTIFACTS" },
    build: {
      id: `sample:${crypto.randomUUID()}`,
      arn: "arn:aws:codebuild:us-east-1:000000000000:build/sample:one",
      buildNumber: 1,
      startTime: Date.now() / 1000,
      currentPhase: "QUEUED",
      buildStatus: "IN_PROGRESS",
      projectName: "sample",
      phases: [],
      source: { type: "NO_SOURCE", buildspec },
      artifacts: {},
      environment: {
        type: "LINUX_CONTAINER",
        image: "sample",
        computeType: "BUILD_GENERAL1_SMALL",
      },
      serviceRole: "arn:aws:iam::000000000000:role/sample",
      logs: {
        ...logs,
        deepLink: "",
        cloudWatchLogsArn: "",
        cloudWatchLogs: { status: "ENABLED", ...logs },
      },
      timeoutInMinutes: 5,
      queuedTimeoutInMinutes: 5,
      buildComplete: false,
      initiator: "test",
    },
  };
}

function aRun(buildspec: string) {
  const record = aBuildRecord(buildspec);
  const control = new AbortController();
  const events: AwsEvent[] = [];
  let log = "";
  // The only parts of a lab that a build without source, secrets and artifacts touches.
  const lab = {
    region: "us-east-1",
    endpoint: "http://127.0.0.1:9",
    emit: (event: AwsEvent) => void events.push(event),
  } as unknown as Lab;
  const done = runBuild({
    lab,
    record,
    log: createBuildLog({
      write: (text) => {
        log += text;
      },
      end: async () => {},
    }),
    root: join(folder, "build"),
    cacheDir: join(folder, "cache"),
    signal: control.signal,
    save: () => undefined,
  });
  const phase = (type: string) => record.build.phases.find((one) => one.phaseType === type);
  return { record, control, events, done, phase, log: () => log };
}

describe("runBuild", () => {
  it("ends at its timeout with the whole process tree", async () => {
    const pidFile = join(folder, "pid");
    const run = aRun(`
version: 0.2
phases:
  build:
    commands:
      - (trap '' TERM; echo $BASHPID > '${pidFile}'; sleep 300) & wait
    finally: [echo too late]
  post_build:
    commands: [echo never]
`);
    const pid = await waitFor("the command to run", () =>
      existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) : undefined,
    );
    run.control.abort(new PhaseFailure("BUILD_TIMED_OUT", "Build has timed out.", "TIMED_OUT"));
    await run.done;
    expect(run.record.build).toMatchObject({ buildStatus: "TIMED_OUT", buildComplete: true });
    expect(run.phase("BUILD")).toMatchObject({
      phaseStatus: "TIMED_OUT",
      contexts: [{ statusCode: "BUILD_TIMED_OUT", message: "Build has timed out." }],
    });
    expect(run.phase("POST_BUILD")).toBeUndefined();
    expect(run.log()).not.toContain("\ntoo late");
    await waitFor("the process to be gone", () => !existsSync(`/proc/${pid}/cwd`));
  });

  it("removes its directory and tells each phase as an event", async () => {
    const run = aRun("version: 0.2\nphases: { build: { commands: ['touch here'] } }\n");
    await run.done;
    expect(existsSync(join(folder, "build"))).toBe(false);
    expect(run.events.map((event) => event.detail["completed-phase"])).toEqual([
      "PROVISIONING",
      "DOWNLOAD_SOURCE",
      "INSTALL",
      "PRE_BUILD",
      "BUILD",
      "POST_BUILD",
      "UPLOAD_ARTIFACTS",
      "FINALIZING",
    ]);
  });

  it("does not wait for a process that a command left in the background, and ends it", async () => {
    const pidFile = join(folder, "pid");
    const run = aRun(`
version: 0.2
phases:
  build:
    commands:
      - sleep 300 & echo $! > '${pidFile}'
      - echo next
`);
    await run.done;
    expect(run.record.build.buildStatus).toBe("SUCCEEDED");
    const pid = Number(readFileSync(pidFile, "utf8"));
    await waitFor("the process to be gone", () => !existsSync(`/proc/${pid}/cwd`));
  });

  it.each([
    ["CONTINUE", ["PRE_BUILD", "BUILD", "POST_BUILD", "UPLOAD_ARTIFACTS"]],
    ["ABORT", ["PRE_BUILD"]],
  ])("follows on-failure %s and is failed in the end", async (policy, reached) => {
    const run = aRun(`
version: 0.2
phases:
  pre_build: { on-failure: ${policy}, commands: [exit 4] }
  build: { commands: [echo on] }
`);
    await run.done;
    expect(run.record.build.buildStatus).toBe("FAILED");
    const types = run.record.build.phases.map((one) => one.phaseType as string);
    const later = ["PRE_BUILD", "BUILD", "POST_BUILD", "UPLOAD_ARTIFACTS"];
    expect(types.filter((type) => later.includes(type))).toEqual(reached);
    expect(run.phase("PRE_BUILD")?.contexts?.[0]?.message).toMatch(/Reason: exit status 4$/);
  });

  it("survives commands that take the build's own directories away", async () => {
    const run = aRun(`
version: 0.2
phases:
  build:
    commands:
      - rm -rf "$CODEBUILD_SRC_DIR" "$HOME/../state"
      - echo after
`);
    await run.done;
    expect(run.record.build.buildStatus).toBe("FAULT");
    expect(run.record.build.currentPhase).toBe("COMPLETED");
  });
});
