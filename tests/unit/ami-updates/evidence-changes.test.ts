import { expect, it } from "vitest";
import { evidenceChanges, evidenceOf, type SeenEvidence } from "@/lib/ami-updates/evidence-changes";
import type { ProposalView } from "@/lib/ami-updates/views";

const seen: SeenEvidence = { hash: "a", risk: 5, verdict: "APPROVE", head: "1", failed: [] };

it.each([
  ["nothing, by the same hash", { risk: 9, hash: "a" }, []],
  ["the risk", { risk: 7 }, ["The risk went from 5 to 7."]],
  ["the verdict", { verdict: "REJECT" }, ["The verdict is now REJECT."]],
  ["the commit", { head: "2" }, ["The branch has another commit."]],
  ["a check", { failed: ["opa"] }, ["The check opa failed."]],
  ["only the analysis", {}, ["It was analysed again, with the same risk and verdict."]],
])("names %s", (_what, change, told) => {
  expect(evidenceChanges(seen, { ...seen, hash: "b", ...change })).toEqual(told);
});

it("is nothing where nothing can be decided", () => {
  expect(evidenceOf({ ownOverrideOf: [] } as unknown as ProposalView)).toBeUndefined();
});
