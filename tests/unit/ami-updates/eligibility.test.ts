import { describe, expect, it } from "vitest";
import {
  canAnalyseAgain,
  canClose,
  canDryRun,
  canLift,
  canMerge,
  canOverride,
  canRevert,
  canRunDetection,
  type MergeFacts,
  needsComment,
  type OverrideFacts,
  ownOverrideOf,
} from "@/lib/ami-updates/eligibility";
import { DECISIONS, type Decision, TARGET_STATES, type TargetState } from "@/lib/ami-updates/model";
import type { Eligibility } from "@/lib/platform/eligibility";
import { ROLES, type Role } from "@/lib/platform/permissions";

const STALE = "What you see may be out of date; wait until it is live again.";
const ME = "ada@example.org";
const why = (verdict: Eligibility) => (verdict.allowed ? "allowed" : verdict.why);
const approver = { role: "approver" as Role, stale: false };
const aMerge = (over: Partial<MergeFacts> = {}): MergeFacts => ({
  ...approver,
  dryRun: false,
  me: ME,
  ownOverrideOf: [],
  windowOpen: true,
  pull: { state: "open", mergeable: true, checks: [{ name: "lint", state: "succeeded" }] },
  ...over,
});
const withPull = (over: Partial<NonNullable<MergeFacts["pull"]>>) =>
  aMerge({ pull: { state: "open", checks: [], ...over } });

const DECIDED: Record<Decision, string> = {
  merged: "This was already merged by bob@example.org.",
  auto_merged: "This was already merged by policy.",
  closed: "This was already closed by bob@example.org.",
  superseded: "A newer image has taken this one's place.",
};

describe("canMerge and canClose", () => {
  const roles: Record<Role, string> = {
    viewer: "Needs the role approver to merge an AMI update; you are viewer.",
    operator: "Needs the role approver to merge an AMI update; you are operator.",
    approver: "allowed",
    admin: "allowed",
  };
  it.each(ROLES)("as %s", (role) => {
    expect(why(canMerge(aMerge({ role })))).toBe(roles[role]);
    expect(why(canClose(aMerge({ role })))).toBe(
      roles[role].replace("merge an AMI", "close an AMI"),
    );
  });
  it.each(DECISIONS)("decided already: %s", (decision) => {
    const facts = aMerge({ decision, decidedBy: "bob@example.org" });
    expect(why(canMerge(facts))).toBe(DECIDED[decision]);
    expect(why(canClose(facts))).toBe(DECIDED[decision]);
  });

  const both: [string, Partial<MergeFacts>, string][] = [
    ["live and open", {}, "allowed"],
    ["stale", { stale: true }, STALE],
    ["a dry run", { dryRun: true }, "This was a dry run; there is no pull request."],
    ["no pull request", { pull: undefined }, "There is no pull request."],
    [
      "a pull request that GitHub does not tell of",
      { pull: undefined, pullUnread: true },
      "The pull request cannot be read now.",
    ],
    [
      "merged on GitHub",
      { pull: { state: "merged", checks: [] } },
      "The pull request was already merged on GitHub.",
    ],
    [
      "closed on GitHub",
      { pull: { state: "closed", checks: [] } },
      "The pull request was already closed on GitHub.",
    ],
  ];
  it.each(both)("%s", (_name, over, expected) => {
    expect(why(canMerge(aMerge(over)))).toBe(expected);
    expect(why(canClose(aMerge(over)))).toBe(expected);
  });

  const OWN = "You asked for it in spite of the rules or of a skip; somebody else has to merge it.";
  const EDITED = "The branch holds more than the proposed line; look at it and merge it on GitHub.";
  const mergeOnly: [string, MergeFacts, string][] = [
    ["one's own override", aMerge({ ownOverrideOf: ["bob@example.org", ME] }), OWN],
    ["another's override", aMerge({ ownOverrideOf: ["bob@example.org"] }), "allowed"],
    [
      "refused by the rules since",
      aMerge({ autoRejected: "v1 was abandoned." }),
      "The rules refuse it: v1 was abandoned.",
    ],
    ["outside the window", aMerge({ windowOpen: false }), "The maintenance window is closed now."],
    ["edited", withPull({ edited: true }), EDITED],
    [
      "a failed check before a running one",
      withPull({
        checks: [
          { name: "slow", state: "running" },
          { name: "lint", state: "failed" },
        ],
      }),
      "The check lint failed.",
    ],
    [
      "a running check",
      withPull({ checks: [{ name: "slow", state: "running" }] }),
      "The check slow has not ended yet.",
    ],
    [
      "a queued check",
      withPull({ checks: [{ name: "slow", state: "queued" }] }),
      "The check slow has not ended yet.",
    ],
    ["a skipped check", withPull({ checks: [{ name: "slow", state: "skipped" }] }), "allowed"],
    [
      "a conflict",
      withPull({ mergeable: false }),
      "The pull request conflicts with its base branch.",
    ],
    ["not worked out yet", withPull({ mergeable: undefined }), "allowed"],
  ];
  it.each(mergeOnly)("merging: %s", (_name, facts, expected) => {
    expect(why(canMerge(facts))).toBe(expected);
    expect(why(canClose(facts))).toBe("allowed");
  });

  it("wants a comment for a merge against the verdict alone", () => {
    expect(needsComment("merge", "REJECT")).toBe(true);
    expect(needsComment("merge", undefined)).toBe(true);
    expect(needsComment("merge", "APPROVE")).toBe(false);
    expect(needsComment("close", "REJECT")).toBe(false);
  });

  it("knows everybody who asked for it in spite of something", () => {
    const override = { by: "a", reason: "x", at: "2026-01-01" };
    expect(ownOverrideOf({ override }, { by: "b" })).toEqual(["a", "b"]);
    expect(ownOverrideOf({ override }, { by: "a" })).toEqual(["a"]);
    expect(ownOverrideOf({}, undefined)).toEqual([]);
  });
});

describe("the other verbs", () => {
  const dry: Record<TargetState, string> = {
    up_to_date: "There is nothing to propose: the image is up to date.",
    update_available: "allowed",
    held: "allowed",
    rejected: "allowed",
    proposed: "allowed",
    skipped: "allowed",
    unsupported: "This node class cannot be updated by a pull request.",
    unreadable: "This node class cannot be read now.",
  };
  it.each(TARGET_STATES)("a target that is %s", (state) => {
    expect(why(canDryRun({ role: "operator", stale: false, state }))).toBe(dry[state]);
    expect(why(canLift({ ...approver, state }))).toBe(
      state === "skipped" ? "allowed" : "This image is not skipped.",
    );
  });

  it.each(ROLES)("as %s", (role) => {
    const facts = { role, stale: false };
    const operates = role !== "viewer";
    const decides = role === "approver" || role === "admin";
    expect(canRunDetection(facts).allowed).toBe(operates);
    expect(canDryRun({ ...facts, state: "held" }).allowed).toBe(operates);
    expect(canAnalyseAgain(facts).allowed).toBe(operates);
    expect(canLift({ ...facts, state: "skipped" }).allowed).toBe(decides);
    expect(canOverride(anOverride({ role })).allowed).toBe(decides);
    expect(canRevert({ ...facts, decision: "merged" }).allowed).toBe(decides);
    expect(why(canRunDetection({ role, stale: true }))).toBe(
      operates ? STALE : "Needs the role operator to look for updates; you are viewer.",
    );
  });

  const anOverride = (over: Partial<OverrideFacts> = {}): OverrideFacts => ({
    ...approver,
    autoRejected: true,
    dryRun: false,
    ...over,
  });
  const overrides: [string, Partial<OverrideFacts>, string][] = [
    ["refused", {}, "allowed"],
    ["not refused", { autoRejected: false }, "The rules did not refuse this update."],
    ["a dry run", { dryRun: true }, "This was a dry run; there is nothing to override."],
    ["decided", { decision: "superseded" }, "A newer image has taken this one's place."],
    [
      "overridden",
      { overriddenBy: "bob@example.org" },
      "bob@example.org has overridden this already.",
    ],
  ];
  it.each(overrides)("overriding what is %s", (_name, over, expected) =>
    expect(why(canOverride(anOverride(over)))).toBe(expected),
  );

  it.each([undefined, ...DECISIONS])("after the decision %s", (decision) => {
    const merged = decision === "merged" || decision === "auto_merged";
    expect(why(canRevert({ ...approver, decision }))).toBe(
      merged ? "allowed" : "Only what was merged can be reverted.",
    );
    expect(canAnalyseAgain({ ...approver, decision }).allowed).toBe(decision === undefined);
    if (merged)
      expect(why(canRevert({ ...approver, decision, outcome: "reverted" }))).toBe(
        "This was reverted already.",
      );
  });
});
