import { describe, expect, it } from "vitest";
import {
  canRollBack,
  canStop,
  type RollBackFacts,
  type StopFacts,
} from "@/lib/releases/eligibility";
import { EXECUTION_STATUSES, type ExecutionStatus } from "@/lib/releases/model";
import { stopReason } from "@/server/releases/stop-execution";

const why = (verdict: { allowed: boolean; why?: string }) =>
  verdict.allowed ? "allowed" : verdict.why;

describe("canStop", () => {
  const aStop = (over: Partial<StopFacts> = {}): StopFacts => ({
    role: "operator",
    stale: false,
    status: "InProgress",
    abandon: false,
    ...over,
  });
  const ENDED = "The execution has ended; there is nothing to stop.";
  const said: Record<ExecutionStatus, [stop: string, abandon: string]> = {
    InProgress: ["allowed", "allowed"],
    Stopping: ["The execution is being stopped already.", "allowed"],
    Stopped: [ENDED, ENDED],
    Succeeded: [ENDED, ENDED],
    Superseded: [ENDED, ENDED],
    Failed: [ENDED, ENDED],
    Cancelled: [ENDED, ENDED],
  };
  it.each(EXECUTION_STATUSES)("of an execution that is %s", (status) => {
    expect(why(canStop(aStop({ status })))).toBe(said[status][0]);
    expect(why(canStop(aStop({ status, abandon: true })))).toBe(said[status][1]);
  });

  it("needs the role and an execution", () => {
    expect(why(canStop(aStop({ role: "viewer" })))).toContain("Needs the role operator");
    expect(why(canStop({ role: "operator", stale: false, abandon: false }))).toBe(
      "The pipeline has no such execution.",
    );
  });
});

describe("canRollBack", () => {
  const aRollBack = (over: Partial<RollBackFacts> = {}): RollBackFacts => ({
    role: "approver",
    stale: false,
    isSource: false,
    status: "Failed",
    mode: "SUPERSEDED",
    target: { type: "STANDARD" },
    runsTarget: false,
    ...over,
  });

  it.each<[Partial<RollBackFacts>, string]>([
    [{}, "allowed"],
    [{ status: "Succeeded" }, "allowed"],
    [{ role: "operator" }, "Needs the role approver to roll a stage back; you are operator."],
    [{ isSource: true }, "A source stage cannot be rolled back."],
    [{ mode: "PARALLEL" }, "Stages of pipelines in PARALLEL mode cannot be rolled back."],
    [{ status: "InProgress" }, "The stage is still running."],
    [
      { target: undefined },
      "That execution did not succeed in this stage, so there is nothing to return to.",
    ],
    [
      { target: { type: "ROLLBACK" } },
      "That execution is a rollback itself; return to the one that it returned to.",
    ],
    [{ runsTarget: true }, "The stage runs that execution already."],
  ])("%j: %s", (facts, sentence) => {
    expect(why(canRollBack(aRollBack(facts)))).toBe(sentence);
  });
});

it("keeps who stopped an execution within what AWS takes", () => {
  expect(stopReason("wrong port", "ada@example.org")).toBe("wrong port (by ada@example.org)");
  const long = stopReason("x".repeat(300), "ada@example.org");
  expect(long).toHaveLength(200);
  expect(long.endsWith(" (by ada@example.org)")).toBe(true);
});
