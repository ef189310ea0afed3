import { expect, test } from "vitest";
import { judgeRollout } from "@/lib/ami-updates/judge-rollout";
import type { RolloutInput } from "@/lib/ami-updates/rollout-input";
import {
  aCluster,
  aMachine,
  anApplication,
  aRollout,
  at,
  classOf,
  condition,
  NEW,
  OLD,
} from "../../fixtures/a-rollout";

const LATER = new Date(at(3_000));
const old = (name: string) => aMachine(name, OLD, { drifted: true });
const { update } = aRollout();
if (!update) throw new Error("the fixture has an update");

interface Row {
  name: string;
  input: Partial<RolloutInput>;
  expected: { phase: string; outcome?: string; why: RegExp };
}

const rows: Row[] = [
  {
    name: "not merged",
    input: {
      update: { ...update, mergeCommit: undefined, decision: undefined },
      cluster: aCluster([old("a")]),
    },
    expected: { phase: "waiting_for_merge", why: /not merged/ },
  },
  {
    name: "closed without a merge",
    input: {
      update: { ...update, mergeCommit: undefined, decision: "closed" },
      cluster: aCluster([old("a")]),
    },
    expected: { phase: "waiting_for_merge", why: /closed without being merged/ },
  },
  {
    name: "no pull request",
    input: {
      update: { ...update, mergeCommit: undefined, decision: undefined, pull: undefined },
      cluster: aCluster([old("a")]),
    },
    expected: { phase: "waiting_for_merge", why: /no pull request/ },
  },
  {
    name: "merged, not synced",
    input: { hasMerge: false, cluster: aCluster([aMachine("a", OLD)], classOf(OLD)) },
    expected: { phase: "waiting_for_sync", why: /has not synced it yet/ },
  },
  {
    name: "auto-sync is off",
    input: {
      hasMerge: false,
      application: anApplication({ sync: "OutOfSync", autoSync: false }),
      cluster: aCluster([aMachine("a", OLD)], classOf(OLD)),
    },
    expected: { phase: "waiting_for_sync", outcome: "stuck", why: /auto-sync is off/ },
  },
  {
    name: "the sync failed",
    input: {
      hasMerge: false,
      application: anApplication({
        sync: "OutOfSync",
        operation: {
          phase: "Failed",
          message: "one or more objects failed to apply",
          startedAt: at(5),
          finishedAt: at(9),
        },
      }),
      cluster: aCluster([aMachine("a", OLD)], classOf(OLD)),
    },
    expected: {
      phase: "waiting_for_sync",
      outcome: "stuck",
      why: /sync failed: one or more objects/,
    },
  },
  {
    name: "not synced for too long",
    input: { hasMerge: false, now: LATER, cluster: aCluster([aMachine("a", OLD)], classOf(OLD)) },
    expected: {
      phase: "waiting_for_sync",
      outcome: "stuck",
      why: /has not synced the merge since 10:00 UTC/,
    },
  },
  {
    name: "no application",
    input: {
      hasMerge: undefined,
      application: null,
      cluster: aCluster([aMachine("a", OLD)], classOf(OLD)),
    },
    expected: {
      phase: "waiting_for_sync",
      outcome: "stuck",
      why: /no Argo CD Application karpenter-nodeclass/,
    },
  },
  {
    name: "Argo CD is Healthy, and no node has moved",
    input: { cluster: aCluster([aMachine("a", OLD), aMachine("b", OLD)]) },
    expected: { phase: "waiting_for_drift", why: /not called a node drifted yet/ },
  },
  {
    name: "nothing drifts for too long",
    input: { now: LATER, cluster: aCluster([aMachine("a", OLD)]) },
    expected: { phase: "waiting_for_drift", outcome: "stuck", why: /no node drifted since/ },
  },
  {
    name: "the image cannot be found",
    input: {
      cluster: aCluster([aMachine("a", OLD)], {
        nodeClass: {
          name: "default",
          amiSelectorTerms: [{ id: NEW }],
          images: [],
          conditions: [
            condition("AMIsReady", "False", { message: "AMISelector did not match any AMIs" }),
          ],
        },
      }),
    },
    expected: {
      phase: "waiting_for_drift",
      outcome: "stuck",
      why: /AMISelector did not match any AMIs/,
    },
  },
  {
    name: "the node class accepts both images",
    input: {
      cluster: aCluster([aMachine("a", OLD)], {
        nodeClass: {
          name: "default",
          amiSelectorTerms: [{ id: OLD }, { id: NEW }],
          images: [OLD, NEW],
          conditions: [],
        },
      }),
    },
    expected: { phase: "waiting_for_drift", outcome: "stuck", why: /accepts the old image .* too/ },
  },
  {
    name: "the node class is gone",
    input: { cluster: aCluster([aMachine("a", OLD)], { nodeClass: undefined }) },
    expected: { phase: "waiting_for_drift", outcome: "stuck", why: /no EC2NodeClass default/ },
  },
  {
    name: "the node class could not be read",
    input: {
      cluster: aCluster([aMachine("a", OLD)], { nodeClass: undefined, unread: ["nodeClass"] }),
    },
    expected: { phase: "waiting_for_drift", why: /Argo CD has the merge/ },
  },
];

test.each(rows)("$name", ({ input, expected }) => {
  const view = judgeRollout(aRollout(input));
  expect(view.why).toMatch(expected.why);
  expect({ phase: view.phase, outcome: view.outcome }).toEqual({
    phase: expected.phase,
    outcome: expected.outcome,
  });
  expect(view.why).toMatch(/^[^\n]+\.$/);
});
