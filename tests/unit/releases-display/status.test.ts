import { describe, expect, it } from "vitest";
import { TONES } from "@/lib/platform/status";
import {
  ACTION_STATUSES,
  BUILD_PHASE_STATUSES,
  DEPLOYMENT_STATUSES,
  EVENT_STATUSES,
  EXECUTION_STATUSES,
  STAGE_STATUSES,
  TARGET_STATUSES,
} from "@/lib/releases/model";
import {
  ACTION_LOOK,
  actionLook,
  BUILD_PHASE_LOOK,
  DEPLOYMENT_LOOK,
  deploymentLook,
  EVENT_LOOK,
  EXECUTION_LOOK,
  executionLook,
  isInFlight,
  lookOf,
  STAGE_LOOK,
  stageLook,
  TARGET_LOOK,
} from "@/lib/releases/status";

const tables = [
  ["execution", EXECUTION_STATUSES, EXECUTION_LOOK],
  ["stage", STAGE_STATUSES, STAGE_LOOK],
  ["action", ACTION_STATUSES, ACTION_LOOK],
  ["build phase", BUILD_PHASE_STATUSES, BUILD_PHASE_LOOK],
  ["deployment", DEPLOYMENT_STATUSES, DEPLOYMENT_LOOK],
  ["target", TARGET_STATUSES, TARGET_LOOK],
  ["event", EVENT_STATUSES, EVENT_LOOK],
] as const;

describe("status tables", () => {
  it.each(tables)("every %s status has a tone and a word", (_name, statuses, table) => {
    for (const status of statuses) {
      const look = lookOf(
        table as Record<string, { tone: string; label: string }> as never,
        status,
      );
      expect(TONES).toContain((look as { tone: string }).tone);
      expect((look as { label: string }).label).not.toBe("");
    }
  });

  it("says an unknown status as it came instead of guessing", () => {
    expect(lookOf(EXECUTION_LOOK, "Hibernating" as never)).toEqual({
      tone: "unknown",
      label: "Hibernating",
    });
  });

  it("calls a stage waiting while a person has to decide in it", () => {
    expect(actionLook({ status: "InProgress", waitsForApproval: true }).tone).toBe("waiting");
    expect(
      stageLook({ name: "Approval", status: "InProgress", actions: [{ waitsForApproval: true }] })
        .tone,
    ).toBe("waiting");
    expect(stageLook({ name: "Build", status: "InProgress", actions: [] }).tone).toBe("running");
  });

  it("gives a rollback its own shape only when it worked", () => {
    expect(executionLook({ status: "Succeeded", type: "ROLLBACK" }).tone).toBe("rolled-back");
    expect(executionLook({ status: "Failed", type: "ROLLBACK" }).tone).toBe("failed");
  });
  it("calls an execution that waits on a person waiting, and only while it runs", () => {
    const look = (status: "InProgress" | "Stopping") =>
      executionLook({ status, type: "STANDARD", waits: true });
    expect(look("InProgress")).toEqual({ tone: "waiting", label: "Waiting" });
    expect(look("Stopping").label).toBe("Stopping");
    expect(deploymentLook({ status: "Succeeded", creator: "codeDeployRollback" }).tone).toBe(
      "rolled-back",
    );
    expect(deploymentLook({ status: "Failed", creator: "codeDeployRollback" }).tone).toBe("failed");
  });

  it.each([
    ["InProgress", true],
    ["Stopping", true],
    ["IN_PROGRESS", true],
    ["Ready", true],
    ["Succeeded", false],
    ["Failed", false],
    ["Superseded", false],
    [undefined, false],
  ])("isInFlight(%s) is %s", (status, expected) => {
    expect(isInFlight(status)).toBe(expected);
  });
});
