import { expect, test } from "vitest";
import { judgeRollout } from "@/lib/ami-updates/judge-rollout";
import type { RolloutInput } from "@/lib/ami-updates/rollout-input";
import {
  aCluster,
  aComing,
  aMachine,
  aRollout,
  at,
  classOf,
  condition,
  NEW,
  OLD,
} from "../../fixtures/a-rollout";

const LATER = new Date(at(3_000));
const old = (name: string) => aMachine(name, OLD, { drifted: true });
const fresh = (name: string, up = 100) => aMachine(name, NEW, { up });
const { update } = aRollout();
if (!update) throw new Error("the fixture has an update");

const gitAt = (...images: string[]): RolloutInput["git"] => ({
  repository: "platform/eks-config",
  commit: "1a2b3c4d5e6f",
  ...(images.length > 0 ? { named: { amiSelectorTerms: images.map((id) => ({ id })) } } : {}),
});

interface Row {
  name: string;
  input: Partial<RolloutInput>;
  expected: { phase: string; outcome?: string; why: RegExp };
}

const rows: Row[] = [
  {
    name: "replacements are under way",
    input: { cluster: aCluster([fresh("a"), old("b"), old("c"), aComing("d", "Registered")]) },
    expected: { phase: "replacing", why: /1 of 4 nodes run v20260714/ },
  },
  {
    name: "all nodes replaced, soaking",
    input: { cluster: aCluster([fresh("a"), fresh("b", 200)]) },
    expected: {
      phase: "soaking",
      outcome: "verified",
      why: /All 2 nodes run v20260714 .* since 10:03 UTC/,
    },
  },
  {
    name: "soaked",
    input: { now: new Date(at(2 * 3_600)), cluster: aCluster([fresh("a")]) },
    expected: { phase: "done", outcome: "verified", why: /The one node runs/ },
  },
  {
    name: "a node class without nodes",
    input: { cluster: aCluster([]) },
    expected: { phase: "soaking", outcome: "verified", why: /No node of the class runs/ },
  },
  {
    name: "nodes of another architecture are not part of it",
    input: {
      cluster: aCluster([fresh("a"), aMachine("arm", "ami-0arm")], {
        nodeClass: {
          name: "default",
          amiSelectorTerms: [{ id: NEW }, { id: "ami-0arm" }],
          images: [NEW, "ami-0arm"],
          conditions: [],
        },
      }),
    },
    expected: { phase: "soaking", outcome: "verified", why: /v20260714/ },
  },
  {
    name: "an alias",
    input: {
      update: { ...update, from: { release: "v20260707" }, to: { release: "v20260714" } },
      cluster: aCluster([fresh("a"), aMachine("arm", "ami-0arm", { up: 90 })], {
        nodeClass: {
          name: "default",
          amiSelectorTerms: [{ alias: "al2023@v20260714" }],
          images: [NEW, "ami-0arm"],
          conditions: [],
        },
      }),
    },
    expected: { phase: "soaking", outcome: "verified", why: /All 2 nodes run v20260714/ },
  },
  {
    name: "a node does not register, at first",
    input: {
      cluster: aCluster([old("a"), aComing("b", "Registered", "Node not registered with cluster")]),
    },
    expected: { phase: "replacing", why: /0 of 2/ },
  },
  {
    name: "a node does not register for too long",
    input: {
      now: LATER,
      cluster: aCluster([old("a"), aComing("b", "Registered", "Node not registered with cluster")]),
    },
    expected: {
      phase: "replacing",
      outcome: "stuck",
      why: /default-b .*not joined the cluster \(Node not registered with cluster\), since 10:01 UTC/,
    },
  },
  {
    name: "registration is unhealthy",
    input: {
      cluster: aCluster([old("a")], {
        nodePools: [
          {
            name: "default",
            budgets: [{ nodes: "1" }],
            conditions: [
              condition("NodeRegistrationHealthy", "False", { message: "Failed to register node" }),
            ],
          },
        ],
      }),
    },
    expected: {
      phase: "replacing",
      outcome: "regressed",
      why: /NodeRegistrationHealthy=False since 10:01 UTC/,
    },
  },
  {
    name: "registration was unhealthy before the merge",
    input: {
      cluster: aCluster([fresh("a")], {
        nodePools: [
          {
            name: "default",
            budgets: [],
            conditions: [condition("NodeRegistrationHealthy", "False", { since: at(-60) })],
          },
        ],
      }),
    },
    expected: { phase: "soaking", outcome: "verified", why: /v20260714/ },
  },
  {
    name: "no capacity",
    input: {
      now: LATER,
      cluster: aCluster([old("a")], {
        events: [
          anEvent(
            "InsufficientCapacityError",
            "NodeClaim",
            "default-x",
            "NodeClaim default-x event: no instance type is available",
          ),
        ],
      }),
    },
    expected: {
      phase: "replacing",
      outcome: "stuck",
      why: /No machine could be had since 10:01 UTC: .*no instance type/,
    },
  },
  {
    name: "a budget of none",
    input: {
      now: LATER,
      cluster: aCluster([old("a"), old("b")], {
        nodePools: [{ name: "default", budgets: [{ nodes: "0" }], conditions: [] }],
      }),
    },
    expected: {
      phase: "replacing",
      outcome: "stuck",
      why: /NodePool default's budget 0 lets no node be replaced/,
    },
  },
  {
    name: "a freeze that ends by itself is waiting, not stuck",
    input: {
      now: LATER,
      cluster: aCluster([old("a")]),
      budgets: [
        {
          nodePool: "default",
          nodes: "0",
          schedule: "0 9 * * 1-5",
          duration: "8h",
          active: true,
          until: at(25_200),
        },
      ],
    },
    expected: {
      phase: "replacing",
      why: /budget 0 \(schedule 0 9 \* \* 1-5, 8h\) lets no node be replaced until 17:00 UTC/,
    },
  },
  {
    name: "nodes that moved on to another kubelet than promised",
    input: {
      cluster: aCluster([
        aMachine("a", NEW, { up: 100, node: { kubelet: "v1.33.9-eks-1a2b3c4" } }),
        old("b"),
      ]),
    },
    expected: {
      phase: "replacing",
      outcome: "regressed",
      why: /ip-a kubelet is v1.33.9-eks-1a2b3c4; the notes promise 1.34.4/,
    },
  },
  {
    name: "a new node went away",
    input: {
      cluster: aCluster([
        aMachine("a", NEW, { up: 100, node: { ready: false, readySince: at(200) } }),
      ]),
    },
    expected: {
      phase: "replacing",
      outcome: "regressed",
      why: /1 node with the new image is not ready: ip-a since 10:03 UTC/,
    },
  },
  {
    name: "a new node is away for a moment",
    input: {
      cluster: aCluster([
        aMachine("a", NEW, { up: 100, node: { ready: false, readySince: at(290) } }),
      ]),
    },
    expected: { phase: "replacing", why: /0 of 1/ },
  },
  {
    name: "a node came up with the old image again",
    input: {
      stuckAfterMinutes: 1,
      cluster: aCluster([fresh("a"), aMachine("b", OLD, { up: 120, drifted: true })]),
    },
    expected: {
      phase: "replacing",
      outcome: "regressed",
      why: /came up with the old image .* again/,
    },
  },
  {
    name: "a node that was asked for with the old image just before",
    input: {
      cluster: aCluster([fresh("a"), aMachine("b", OLD, { up: 30, drifted: true })]),
    },
    expected: { phase: "replacing", why: /1 of 2 nodes run/ },
  },
  {
    name: "taken back in Git",
    input: { cluster: aCluster([aMachine("a", OLD)], classOf(OLD)), git: gitAt(OLD) },
    expected: {
      phase: "done",
      outcome: "reverted",
      why: /taken back: platform\/eks-config at 1a2b3c4 and the node class name v20260707/,
    },
  },
  {
    name: "the node class as it was before the sync, whatever was known of the update",
    input: {
      update: { ...update, outcome: "verified", outcomeAt: at(200) },
      cluster: aCluster([aMachine("a", OLD)], classOf(OLD)),
      git: gitAt(NEW),
    },
    expected: {
      phase: "waiting_for_drift",
      why: /^The node class names v20260707 .* again, although platform\/eks-config at 1a2b3c4 does not\.$/,
    },
  },
  {
    name: "Git accepts the old image beside the new one",
    input: {
      cluster: aCluster([aMachine("a", OLD)], classOf(OLD)),
      git: gitAt(OLD, NEW),
    },
    expected: { phase: "waiting_for_drift", why: /although platform/ },
  },
  {
    name: "the old image is back, and Git's word on it is not to be had",
    input: { cluster: aCluster([aMachine("a", OLD)], classOf(OLD)) },
    expected: { phase: "waiting_for_drift", why: /again; what Git names there cannot be read now/ },
  },
  {
    name: "the old image is back, and the manifest does not say plainly what it names",
    input: { cluster: aCluster([aMachine("a", OLD)], classOf(OLD)), git: gitAt() },
    expected: { phase: "waiting_for_drift", why: /again; what Git names there cannot be read now/ },
  },
  {
    name: "superseded",
    input: { cluster: aCluster([fresh("a")], classOf("ami-0cccccccccccccccc")) },
    expected: { phase: "replacing", why: /Superseded: .* gone on to ami-0c/ },
  },
  {
    name: "superseded after it was verified",
    input: {
      update: { ...update, outcome: "verified", outcomeAt: at(200) },
      cluster: aCluster([aMachine("a", "ami-0cccccccccccccccc")], classOf("ami-0cccccccccccccccc")),
    },
    expected: { phase: "done", outcome: "verified", why: /Superseded/ },
  },
  {
    name: "the cluster is away",
    input: { missing: ["Cluster prod cannot be reached; try again in a moment."] },
    expected: { phase: "waiting_for_drift", why: /cannot be read now/ },
  },
  {
    name: "the nodes could not be read",
    input: {
      cluster: aCluster([{ claim: fresh("a").claim }], {
        unread: ["nodes"],
        missing: ["May not list nodes."],
      }),
    },
    expected: { phase: "replacing", why: /Not verified/ },
  },
  {
    name: "Argo CD cannot be asked, the nodes show it",
    input: { application: undefined, hasMerge: undefined, cluster: aCluster([fresh("a")]) },
    expected: { phase: "soaking", outcome: "verified", why: /v20260714/ },
  },
  {
    name: "there never was an update",
    input: { update: undefined, cluster: aCluster([fresh("a")]) },
    expected: { phase: "done", why: /No update is under way/ },
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

function anEvent(reason: string, kind: string, name: string, message: string) {
  return {
    at: at(2_900),
    firstAt: at(60),
    type: "Warning" as const,
    reason,
    kind,
    name,
    message,
    count: 3,
  };
}
