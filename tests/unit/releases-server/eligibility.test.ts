import { describe, expect, it } from "vitest";
import { ROLES, type Role } from "@/lib/platform/permissions";
import {
  type ApprovalFacts,
  type ContinueFacts,
  canContinue,
  canDecide,
  canRetry,
  canStart,
  type RetryFacts,
} from "@/lib/releases/eligibility";
import { DEPLOYMENT_STATUSES, STAGE_STATUSES, type StageStatus } from "@/lib/releases/model";

const anApprovalFacts = (over: Partial<ApprovalFacts> = {}): ApprovalFacts => ({
  role: "approver",
  stale: false,
  waiting: true,
  now: "2026-01-01T12:00:00.000Z",
  ...over,
});
const aRetry = (over: Partial<RetryFacts> = {}): RetryFacts => ({
  role: "operator",
  stale: false,
  status: "Failed",
  isLatestInStage: true,
  isSource: false,
  ...over,
});
const aContinue = (over: Partial<ContinueFacts> = {}): ContinueFacts => ({
  role: "operator",
  stale: false,
  status: "Ready",
  waitsFor: "READY_WAIT",
  wait: "READY_WAIT",
  ...over,
});
const STALE = "What you see may be out of date; wait until it is live again.";
const why = (verdict: { allowed: boolean; why?: string }) =>
  verdict.allowed ? "allowed" : verdict.why;

describe("canDecide", () => {
  const roles: Record<Role, string> = {
    viewer: "Needs the role approver to decide an approval; you are viewer.",
    operator: "Needs the role approver to decide an approval; you are operator.",
    approver: "allowed",
    admin: "allowed",
  };
  it.each(ROLES)("as %s", (role) => {
    expect(why(canDecide(anApprovalFacts({ role })))).toBe(roles[role]);
  });

  const cases: [string, Partial<ApprovalFacts>, string][] = [
    ["waits and is live", {}, "allowed"],
    ["stale data", { stale: true }, STALE],
    ["stale and not waiting: the data cannot be trusted", { stale: true, waiting: false }, STALE],
    ["waits no longer", { waiting: false }, "This approval no longer waits."],
    [
      "another execution waits",
      { waiting: false, waitingExecutionId: "other" },
      "Another execution waits here now; look at its evidence first.",
    ],
    ["deadline in the future", { expiresAt: "2026-01-01T12:00:00.001Z" }, "allowed"],
    ["deadline now", { expiresAt: "2026-01-01T12:00:00.000Z" }, "This approval has timed out."],
    ["deadline past", { expiresAt: "2025-12-31T12:00:00.000Z" }, "This approval has timed out."],
  ];
  it.each(cases)("%s", (_name, over, expected) => {
    expect(why(canDecide(anApprovalFacts(over)))).toBe(expected);
  });
});

describe("canStart", () => {
  const cases: [string, Parameters<typeof canStart>[0], string][] = [
    ["operator", { role: "operator", stale: false, sourceDisabled: false }, "allowed"],
    ["admin", { role: "admin", stale: false, sourceDisabled: false }, "allowed"],
    [
      "viewer",
      { role: "viewer", stale: false, sourceDisabled: false },
      "Needs the role operator to release a change; you are viewer.",
    ],
    ["stale", { role: "operator", stale: true, sourceDisabled: false }, STALE],
    [
      "first transition off",
      { role: "operator", stale: false, sourceDisabled: true },
      "The transition into the first stage is disabled.",
    ],
  ];
  it.each(cases)("%s", (_name, facts, expected) => expect(why(canStart(facts))).toBe(expected));
});

describe("canRetry", () => {
  const byStatus: Record<StageStatus, string> = {
    InProgress: "The stage is still running.",
    Stopping: "The stage is being stopped; it can be retried when it has stopped.",
    Stopped: "allowed",
    Succeeded: "The stage succeeded; there is nothing to retry.",
    Failed: "allowed",
    Cancelled: "A cancelled stage cannot be retried.",
    Skipped: "A skipped stage cannot be retried.",
  };
  it.each(STAGE_STATUSES)("a stage that is %s", (status) => {
    expect(why(canRetry(aRetry({ status })))).toBe(byStatus[status]);
  });
  it.each(STAGE_STATUSES)("a stage that is %s, entered by a newer execution", (status) => {
    const expected =
      byStatus[status] === "allowed"
        ? "A newer execution has entered this stage."
        : byStatus[status];
    expect(why(canRetry(aRetry({ status, isLatestInStage: false })))).toBe(expected);
  });
  const cases: [string, Partial<RetryFacts>, string][] = [
    ["viewer", { role: "viewer" }, "Needs the role operator to retry a stage; you are viewer."],
    ["stale", { stale: true }, STALE],
    ["never ran", { status: undefined }, "Nothing ran in this stage yet."],
    [
      "source stage",
      { isSource: true },
      "A source stage cannot be retried; release the change again.",
    ],
  ];
  it.each(cases)("%s", (_name, over, expected) =>
    expect(why(canRetry(aRetry(over)))).toBe(expected),
  );
});

describe("canContinue", () => {
  const waits = [undefined, "READY_WAIT", "TERMINATION_WAIT"] as const;
  const wants = ["READY_WAIT", "TERMINATION_WAIT"] as const;
  const all = DEPLOYMENT_STATUSES.flatMap((status) =>
    waits.flatMap((waitsFor) => wants.map((wait) => ({ status, waitsFor, wait }))),
  );
  it.each(all)("$status, waits for $waitsFor, asked $wait", (facts) => {
    const verdict = canContinue(aContinue(facts));
    expect(verdict.allowed).toBe(facts.waitsFor === facts.wait);
    if (!verdict.allowed) expect(verdict.why).toMatch(/^[A-Z].*\.$/);
  });
  it("viewer", () =>
    expect(why(canContinue(aContinue({ role: "viewer" })))).toBe(
      "Needs the role operator to continue a deployment; you are viewer.",
    ));
  it("stale", () => expect(why(canContinue(aContinue({ stale: true })))).toBe(STALE));
});
