import { describe, expect, it } from "vitest";
import { approvalSummary, decidedBy } from "@/lib/releases/approval-summary";
import { readUrls, topics } from "@/lib/releases/keys";
import { eventNames, LIFECYCLE_ORDER } from "@/lib/releases/lifecycle-order";
import type { TargetView } from "@/lib/releases/model";
import { type Ages, isActive, type RowAge, refreshOrder } from "@/lib/releases/refresh-order";
import { revisionByInstance } from "@/lib/releases/revision-by-instance";
import { releaseTopicsOf } from "@/server/releases/topics-of-event";

describe("approvalSummary", () => {
  it("names who decided and what they said", () => {
    expect(approvalSummary("Approved", "ada@example.org", " tests are green ")).toBe(
      "Approved by ada@example.org in Switchyard: tests are green",
    );
    expect(approvalSummary("Rejected", "ada@example.org", "")).toBe(
      "Rejected by ada@example.org in Switchyard",
    );
  });
  it("fits into 512 characters and keeps the name", () => {
    const summary = approvalSummary("Approved", "ada@example.org", "x".repeat(2_000));
    expect(summary.length).toBe(512);
    expect(decidedBy(summary)).toBe("ada@example.org");
  });
  it("is not fooled by what others write", () => {
    expect(decidedBy("Looks good; Approved by ada@example.org in Switchyard")).toBeUndefined();
    expect(decidedBy("Approved by somebody")).toBeUndefined();
    expect(decidedBy(undefined)).toBeUndefined();
  });
});

describe("eventNames", () => {
  const aTarget = (...names: string[]): Pick<TargetView, "events"> => ({
    events: names.map((name) => ({ name, status: "Pending" })),
  });
  it("orders columns as documented, whatever comes first", () => {
    expect(
      eventNames([aTarget("ValidateService", "Install"), aTarget("BeforeBlockTraffic", "Install")]),
    ).toEqual(["BeforeBlockTraffic", "Install", "ValidateService"]);
  });
  it("keeps unknown events, after the known ones", () => {
    expect(eventNames([aTarget("Surprise", "AfterAllowTraffic")])).toEqual([
      "AfterAllowTraffic",
      "Surprise",
    ]);
  });
  it("knows all thirteen", () => expect(new Set(LIFECYCLE_ORDER).size).toBe(13));
});

describe("revisionByInstance", () => {
  const told = (deployment: string, targets: Record<string, string>) => ({
    deployment,
    targets: Object.entries(targets).map(([id, status]) => ({ id, status })),
  });
  it("half-way through a rollout each instance has its own truth", () => {
    const runs = revisionByInstance([
      told("new", { a: "Succeeded", b: "InProgress" }),
      told("old", { a: "Succeeded", b: "Succeeded" }),
    ]);
    expect(Object.fromEntries(runs)).toEqual({ a: "new", b: "old" });
  });
  it("a failed and a skipped instance run what they ran before, until the rollback took hold", () => {
    const runs = revisionByInstance([
      told("rollback", { a: "InProgress" }),
      told("bad", { a: "Failed", b: "Skipped" }),
      told("good", { a: "Succeeded", b: "Succeeded" }),
    ]);
    expect(Object.fromEntries(runs)).toEqual({ a: "good", b: "good" });
  });
  it("gives the old fleet of a blue/green deployment no new revision", () => {
    const runs = revisionByInstance([
      { deployment: "green", targets: [{ id: "a", status: "Succeeded", label: "Blue" }] },
      told("old", { a: "Succeeded" }),
    ]);
    expect(Object.fromEntries(runs)).toEqual({ a: "old" });
  });
  it("does not guess", () => expect(revisionByInstance([told("x", { a: "Failed" })]).size).toBe(0));
});

describe("refreshOrder", () => {
  const ages: Ages = { activeMs: 1_000, waitingMs: 15_000, failedMs: 15_000, restMs: 60_000 };
  const NOW = 1_000_000;
  const aRow = (
    name: string,
    over: Partial<RowAge> & {
      status?: "InProgress" | "Succeeded";
      waiting?: boolean;
      problem?: { message: string };
    } = {},
  ): RowAge => ({
    row: {
      name,
      waiting: over.waiting ?? false,
      problem: over.problem,
      stages: over.stateAt === 0 ? undefined : [{ name: "S", status: over.status ?? "Succeeded" }],
    },
    stateAt: over.stateAt ?? NOW,
    dirty: over.dirty ?? false,
  });
  const names = (rows: RowAge[]) => refreshOrder(rows, NOW, ages).map((entry) => entry.row.name);

  it("takes what changed first, then what runs, then what was never read, then what waits, then the oldest", () => {
    expect(
      names([
        aRow("older", { stateAt: NOW - 70_000 }),
        aRow("oldest", { stateAt: NOW - 90_000 }),
        aRow("waiting", { waiting: true, status: "InProgress", stateAt: NOW - 20_000 }),
        aRow("new", { stateAt: 0 }),
        aRow("active", { status: "InProgress", stateAt: NOW - 2_000 }),
        aRow("changed", { dirty: true }),
      ]),
    ).toEqual(["changed", "active", "new", "waiting", "oldest", "older"]);
  });
  it("leaves alone what is young enough", () => {
    expect(
      names([
        aRow("rest", { stateAt: NOW - 59_000 }),
        aRow("waiting", { waiting: true, stateAt: NOW - 14_000 }),
        aRow("active", { status: "InProgress", stateAt: NOW - 500 }),
      ]),
    ).toEqual([]);
  });
  it("counts what moves beside a wait for a person as active", () => {
    const row = (waiting: boolean, ...statuses: ("InProgress" | "Succeeded")[]) => ({
      name: "p",
      waiting,
      stages: statuses.map((status) => ({ name: "S", status })),
    });
    expect(isActive(row(false, "Succeeded"))).toBe(false);
    expect(isActive(row(false, "InProgress"))).toBe(true);
    expect(isActive(row(true, "InProgress"))).toBe(false);
    expect(isActive(row(true, "InProgress", "InProgress"))).toBe(true);
  });
  it("does not hammer one that could not be read", () => {
    const problem = { message: "throttled" };
    expect(names([aRow("failed", { problem, stateAt: NOW - 1_000 })])).toEqual([]);
    expect(names([aRow("failed", { problem, stateAt: NOW - 16_000 })])).toEqual(["failed"]);
  });
});

describe("topics", () => {
  it("encode what names may hold", () => {
    expect(topics.build("lab-app:1/2")).toBe("releases/build/lab-app%3A1%2F2");
    expect(readUrls.executions("a b", "x/y")).toBe(
      "/api/releases/pipelines/a%20b/executions?next=x%2Fy",
    );
  });
});

describe("releaseTopicsOf", () => {
  const anEvent = (source: string, detail: Record<string, unknown>) => ({
    source,
    "detail-type": "any",
    detail,
  });
  const cases: [string, ReturnType<typeof anEvent>, string[]][] = [
    [
      "a pipeline's action",
      anEvent("aws.codepipeline", { pipeline: "lab-app", "execution-id": "e1", stage: "Build" }),
      ["releases/pipeline/lab-app", "releases/pipelines", "inbox", "releases/execution/lab-app/e1"],
    ],
    [
      "a build of a pipeline",
      anEvent("aws.codebuild", {
        "build-id": "arn:aws:codebuild:us-east-1:000000000000:build/lab-app:1-2",
        "additional-information": { initiator: "codepipeline/lab-app" },
      }),
      [
        "releases/build/lab-app%3A1-2",
        "releases/build-log/lab-app%3A1-2",
        "releases/pipeline/lab-app",
      ],
    ],
    [
      "a build by hand",
      anEvent("aws.codebuild", { "build-id": "arn:aws:codebuild:r:0:build/x:1" }),
      ["releases/build/x%3A1", "releases/build-log/x%3A1"],
    ],
    [
      "an instance of a deployment",
      anEvent("aws.codedeploy", {
        deploymentId: "d-1",
        application: "lab-app",
        deploymentGroup: "in-place",
        instanceId: "i-1",
      }),
      ["releases/deployment/d-1", "releases/fleet/lab-app/*"],
    ],
    [
      "an alarm",
      anEvent("aws.cloudwatch", {}),
      ["inbox", "releases/pipeline/*", "releases/fleet/*"],
    ],
    ["something else", anEvent("aws.ec2", { pipeline: "x" }), []],
    ["a pipeline event without a name", anEvent("aws.codepipeline", { pipeline: 5 }), []],
  ];
  it.each(cases)("%s", (_name, event, expected) =>
    expect(releaseTopicsOf(event)).toEqual(expected),
  );
});
