import { describe, expect, it } from "vitest";
import { failedPhases, preparePhaseBars } from "@/lib/releases/phase-bars";
import {
  buildProgress,
  deploymentInWork,
  deploymentProgress,
  fleetProgress,
  phaseName,
} from "@/lib/releases/progress";
import { aFailedDeployment, aTarget } from "./builders";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();

describe("preparePhaseBars", () => {
  const bars = preparePhaseBars(
    [
      { type: "INSTALL", status: "SUCCEEDED", startedAt: at(0), endedAt: at(2), contexts: [] },
      { type: "BUILD", status: "IN_PROGRESS", startedAt: at(2), contexts: [] },
      { type: "COMPLETED", startedAt: at(9), contexts: [] },
    ],
    Date.parse(at(8)),
  );
  it("places bars on one time line and lets the running one grow to now", () => {
    expect(bars.map((bar) => [bar.name, bar.offset, bar.width, bar.durationMs])).toEqual([
      ["Install", 0, 0.25, 2000],
      ["Build", 0.25, 0.75, 6000],
    ]);
    expect(bars[1]?.running).toBe(true);
  });
  it("leaves phases without times without a bar instead of NaN", () => {
    const [bar] = preparePhaseBars([{ type: "BUILD", status: "FAULT", contexts: [] }], 0);
    expect(bar).toMatchObject({ offset: 0, width: 0, durationMs: undefined });
  });
  it("finds what failed", () => {
    expect(
      failedPhases([
        { type: "BUILD", status: "FAILED", contexts: [{ message: "exit 1" }] },
        { type: "INSTALL", status: "SUCCEEDED", contexts: [] },
      ]).map((phase) => phase.type),
    ).toEqual(["BUILD"]);
  });
});

describe("progress", () => {
  it("counts each fleet of a blue/green deployment by itself", () => {
    const target = (status: "Pending" | "InProgress" | "Succeeded" | "Failed") =>
      aTarget("i", { status });
    const text = (statuses: Parameters<typeof target>[0][], over = false) =>
      fleetProgress(statuses.map(target), over).text;
    expect(text(["Succeeded", "InProgress"])).toBe("Instance 2 of 2");
    expect(text(["Pending", "Pending"])).toBe("0 of 2 instances done");
    expect(text(["Succeeded", "Succeeded"], true)).toBe("2 of 2 instances done");
    expect(text(["Succeeded", "Failed"], true)).toBe("1 of 2 instances done, 1 failed");
  });
  it("counts of blue/green what people wait for: the new fleet", () => {
    const view = { ...aFailedDeployment(), status: "InProgress" as const };
    const targets = [
      aTarget("new", { status: "InProgress", label: "Green" }),
      aTarget("old", { status: "Pending", label: "Blue" }),
    ];
    expect(deploymentInWork({ ...view, targets }).text).toBe("Instance 1 of 1");
    expect(deploymentInWork(view).text).toBe(deploymentProgress(view).text);
  });
  it("names the instance in work", () => {
    expect(
      deploymentProgress({
        ...aFailedDeployment(),
        status: "InProgress",
        overview: { pending: 1, inProgress: 1, succeeded: 0, failed: 0, skipped: 0, ready: 0 },
        targets: [aTarget("i-1", { status: "InProgress" }), aTarget("i-2", { status: "Pending" })],
      }).text,
    ).toBe("Instance 1 of 2");
  });
  it("counts several at work, none, and the end", () => {
    const running = [
      aTarget("a", { status: "InProgress" }),
      aTarget("b", { status: "InProgress" }),
    ];
    const none = { pending: 0, inProgress: 0, succeeded: 0, failed: 0, skipped: 0, ready: 0 };
    expect(
      deploymentProgress({
        ...aFailedDeployment(),
        status: "InProgress",
        overview: none,
        targets: running,
      }).text,
    ).toBe("0 of 2 instances done, 2 at work");
    expect(
      deploymentProgress({
        ...aFailedDeployment(),
        overview: none,
        status: "InProgress",
        targets: [],
        targetCount: 0,
      }).text,
    ).toBe("No instance yet");
    const all = { ...none, succeeded: 2 };
    expect(
      deploymentProgress({ ...aFailedDeployment(), status: "Succeeded", overview: all }).text,
    ).toBe("2 of 2 instances done");
    expect(deploymentProgress(aFailedDeployment()).text).toBe("1 failed, 1 never reached");
  });
  it("names the phase of a build", () => {
    expect(buildProgress({ status: "IN_PROGRESS", currentPhase: "INSTALL" }).text).toBe(
      "Phase 5 of 10",
    );
    expect(buildProgress({ status: "IN_PROGRESS", currentPhase: "???" }).text).toBe("Starting");
    expect(phaseName("PRE_BUILD")).toBe("Pre-build");
    expect(phaseName("SHINY")).toBe("SHINY");
  });
});
