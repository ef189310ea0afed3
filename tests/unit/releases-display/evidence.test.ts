import { describe, expect, it } from "vitest";
import { evidenceChanges } from "@/lib/releases/evidence-changes";
import { evidenceFindings } from "@/lib/releases/evidence-findings";
import { pairRevisions } from "@/lib/releases/pair-revisions";
import { anApproval, aRevision } from "./builders";

const withEvidence = (over: Partial<ReturnType<typeof anApproval>["evidence"]>) => {
  const approval = anApproval();
  return { ...approval, evidence: { ...approval.evidence, ...over } };
};

describe("evidenceFindings", () => {
  it("is all green for a good candidate", () => {
    expect(evidenceFindings(anApproval()).map((finding) => finding.tone)).toEqual([
      "succeeded",
      "succeeded",
      "succeeded",
    ]);
  });
  it("puts a ringing alarm and failed tests first, and missing parts before what is fine", () => {
    const findings = evidenceFindings(
      withEvidence({
        alarms: [{ name: "p99", state: "ALARM", reason: "over 2 s" }],
        build: {
          buildId: "b",
          status: "SUCCEEDED",
          tests: { total: 4, passed: 3, failed: 1, skipped: 0 },
        },
        missing: ["The last failure cannot be read now."],
      }),
    );
    expect(findings.map((finding) => finding.text)).toEqual([
      "1 test of 4 failed.",
      "Alarm p99 is on: over 2 s",
      "The last failure cannot be read now.",
      "Build: succeeded.",
    ]);
  });
  it("does not say that there is none of what could not be read", () => {
    const findings = evidenceFindings(
      withEvidence({
        alarms: [],
        build: undefined,
        missing: ["The alarms cannot be read now: gone.", "The build cannot be read now: gone."],
      }),
    );
    expect(findings.map((finding) => finding.tone)).toEqual(["waiting", "waiting"]);
  });
  it("keeps the first sentence of a long failure", () => {
    const what = `Production: Deployment d-1 failed. ${"The overall deployment failed because v1.2 did. ".repeat(6)}`;
    const [first] = evidenceFindings(
      withEvidence({ lastFailure: { executionId: "exec-0", what } }),
    );
    expect(first?.text).toBe("Last failure here: Production: Deployment d-1 failed.");
  });
  it("keeps a short failure whole, with when it was and without AWS's standing sentence", () => {
    const standing =
      "The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.";
    const lastFailure = {
      executionId: "exec-0",
      at: "2026-11-24T03:00:00.000Z",
      what: `Production: Deployment d-1 failed. ${standing} ValidateService on i-1: exit code 1`,
    };
    expect(evidenceFindings(withEvidence({ lastFailure }))[0]).toMatchObject({
      at: lastFailure.at,
      text: "Last failure here: Production: Deployment d-1 failed. ValidateService on i-1: exit code 1",
    });
  });
  it("names quiet alarms, up to three of them", () => {
    const quiet = (...names: string[]) => {
      const alarms = names.map((name) => ({ name, state: "OK" as const }));
      return evidenceFindings(withEvidence({ alarms })).at(-1)?.text;
    };
    expect(quiet("p99")).toBe("Alarm p99 is quiet.");
    expect(quiet("a", "b", "c", "d")).toBe("4 alarms are quiet: a, b, c, ….");
  });
  it("never passes missing tests or alarms off as good", () => {
    const findings = evidenceFindings(withEvidence({ alarms: [], build: undefined }));
    expect(findings.map((finding) => finding.tone)).toEqual(["unknown", "unknown"]);
  });
  it("tells a failure of this very execution from an older one", () => {
    const lastFailure = { executionId: "exec-2", what: "ValidateService failed." };
    expect(evidenceFindings(withEvidence({ lastFailure }))[0]?.tone).toBe("failed");
    expect(
      evidenceFindings(withEvidence({ lastFailure: { ...lastFailure, executionId: "exec-0" } }))[0],
    ).toMatchObject({ tone: "waiting", text: "Last failure here: ValidateService failed." });
  });
});

describe("pairRevisions", () => {
  it("knows first, changed, unchanged and unknown apart", () => {
    const { evidence } = anApproval();
    expect(pairRevisions(evidence)[0]?.kind).toBe("CHANGED");
    expect(pairRevisions({ ...evidence, runningNow: undefined })[0]?.kind).toBe("FIRST");
    expect(
      pairRevisions({
        ...evidence,
        runningNow: undefined,
        missing: ["What production runs cannot be read now: CodeDeploy is gone."],
      })[0]?.kind,
    ).toBe("UNKNOWN");
    expect(
      pairRevisions({ ...evidence, runningNow: { revision: aRevision("v1.1", "b".repeat(40)) } })[0]
        ?.kind,
    ).toBe("UNCHANGED");
  });
});

describe("evidenceChanges", () => {
  it("is empty for the same hash", () => {
    expect(evidenceChanges(anApproval(), anApproval())).toEqual([]);
  });
  it("names what changed", () => {
    const after = {
      ...withEvidence({
        alarms: [{ name: "failed-requests", state: "ALARM" as const }],
        runningNow: { revision: aRevision("hotfix", "c".repeat(40)) },
      }),
      evidenceHash: "1".repeat(64),
    };
    expect(evidenceChanges(anApproval(), after)).toEqual([
      "Production now runs “hotfix” (ccccccc).",
      "Alarm failed-requests went from OK to ALARM.",
    ]);
  });
  it("claims nothing of a part that cannot be read, nor that it is new when it can be again", () => {
    const said = "The alarms cannot be read now: CloudWatch cannot be reached.";
    const gap = {
      ...withEvidence({ alarms: [], missing: [said] }),
      evidenceHash: "1".repeat(64),
    };
    expect(evidenceChanges(anApproval(), gap)).toEqual([said]);
    expect(evidenceChanges(gap, anApproval())).toEqual(["The alarms can be read again."]);
  });
  it("says so when the execution was superseded", () => {
    const after = { ...anApproval(), executionId: "exec-3", evidenceHash: "1".repeat(64) };
    expect(evidenceChanges(anApproval(), after)[0]).toMatch(/^Another execution waits now/);
  });
  it("never answers nothing for another hash", () => {
    expect(
      evidenceChanges(anApproval(), { ...anApproval(), evidenceHash: "1".repeat(64) }),
    ).toHaveLength(1);
  });
});
