import { describe, expect, it } from "vitest";
import {
  approveConsequence,
  continueConsequence,
  rejectConsequence,
  rejectInShort,
  releaseConsequence,
  retryConsequence,
} from "@/lib/releases/consequence";
import { aFailedDeployment, anApproval, aRevision, aStage, aTarget } from "./builders";

const to = (...groups: string[]) =>
  groups.map((deploymentGroup) => ({ application: "lab-app", deploymentGroup }));

describe("what a decision does, before it is made", () => {
  it("names what goes where and what it replaces", () => {
    expect(approveConsequence({ ...anApproval(), deploysTo: to("in-place") })).toBe(
      "Approve sends “v1.1” (bbbbbbb) to lab-app / in-place at once; it replaces “v1.0” (aaaaaaa).",
    );
    expect(approveConsequence({ ...anApproval(), deploysTo: to("a", "b") })).toContain(
      "to lab-app / a and lab-app / b at once",
    );
  });
  it("says so when nothing runs yet or nothing is deployed to", () => {
    const approval = anApproval();
    const first = { ...approval, evidence: { ...approval.evidence, runningNow: undefined } };
    expect(approveConsequence(first)).toBe(
      "Approve sends “v1.1” (bbbbbbb) to the next stage at once.",
    );
    expect(rejectInShort(first)).toBe("Reject ends this execution; production is not touched.");
    expect(rejectConsequence(approval)).toContain("production keeps “v1.0” (aaaaaaa).");
    expect(rejectInShort(approval)).toContain("keeps what it runs now");
  });
  it("names the revision that a retry would bring", () => {
    expect(retryConsequence(aStage("Production"), aRevision("v1.1", "b".repeat(40)))).toContain(
      "with the same revision: “v1.1” (bbbbbbb).",
    );
    expect(retryConsequence(aStage("Production"), undefined)).toMatch(/same revision\.$/);
  });
  it("counts whom the end of a wait concerns", () => {
    const view = {
      targets: ["Blue", "Blue", "Green"].map((label, at) =>
        aTarget(`i-${at}`, { label: label as "Blue" | "Green" }),
      ),
      previousRevision: aFailedDeployment().revision,
    };
    expect(continueConsequence("TERMINATION_WAIT", view)).toBe(
      "Ends 2 old instances at once. Going back to “v1.1” (bbbbbbb) then takes a whole new deployment.",
    );
    expect(continueConsequence("READY_WAIT", view)).toContain("traffic to 1 new instance at once");
  });
  it("says where a new execution stops, and what it does to the others", () => {
    const gate = aStage("Gate", {
      actions: [
        {
          name: "Approve",
          category: "Approval",
          provider: "Manual",
          runOrder: 1,
          waitsForApproval: false,
        },
      ],
    });
    expect(releaseConsequence({ mode: "QUEUED", stages: [aStage("Source"), gate] })).toMatch(
      /stops at Gate until someone approves it\. It queues/,
    );
    expect(releaseConsequence({ mode: "SUPERSEDED", stages: [aStage("Source")] })).toContain(
      "No approval stands in between",
    );
  });
  it("names the actions that a retry runs again", () => {
    const stage = aStage("Production", {
      actions: [
        {
          name: "Deploy",
          category: "Deploy",
          provider: "CodeDeploy",
          runOrder: 1,
          status: "Failed",
          waitsForApproval: false,
        },
      ],
    });
    expect(retryConsequence(stage, undefined)).toMatch(/^Runs Deploy of Production again/);
  });
});
