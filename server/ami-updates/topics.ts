import "server-only";
import type { ClustersView, ProposalView, RolloutPageView } from "@/lib/ami-updates/views";
import { wakeTopics } from "@/server/live/hub";
import { registerTopic, type TopicKind } from "@/server/live/registry";
import { held } from "@/server/platform/held";
import { amiUpdatesOn, consoleEngine } from "./console-parts";
import type { AmiParts } from "./contracts";
import { onLookAgain } from "./follow/look-again";
import { clustersOrKnown, rolloutOrKnown } from "./known-before";
import { readClusters } from "./read-clusters";
import { readProposal } from "./read-proposal";
import { readRolloutPage } from "./read-rollout-page";

const FAST_MS = 2_000;
const BUSY_MS = 5_000;
const SLOW_MS = 15_000;

const topic = <T>(kind: Omit<TopicKind<T>, "permission">) =>
  registerTopic({ permission: "ami.read", ...kind });

const told = <T>(read: (parts: AmiParts) => Promise<T>): Promise<T> => read(consoleEngine().parts);

topic<ClustersView>({
  prefix: "ami-updates/clusters",
  parts: 0,
  intervalMs: (view) => {
    if (!view.on) return SLOW_MS;
    const targets = view.lanes.flatMap((lane) => lane.targets);
    if (targets.some(({ rollout }) => rollout && !rollout.outcome)) return FAST_MS;
    const due = targets.some(({ state }) => state === "update_available" || state === "proposed");
    return due ? BUSY_MS : SLOW_MS;
  },
  read: async (_parts, previous) => {
    if (!amiUpdatesOn()) return { on: false };
    const view = clustersOrKnown(await told(readClusters), previous);
    const problem = consoleEngine().config.problem();
    if (!problem || !view.on) return view;
    return {
      ...view,
      missing: [`${problem} The last good configuration stays in force.`, ...view.missing],
    };
  },
});

topic<ProposalView>({
  prefix: "ami-updates/proposal",
  parts: 1,
  intervalMs: ({ update, analysis, pull }) => {
    if (update.decision) return SLOW_MS;
    if (!analysis || (!pull && !update.dryRun && !analysis.autoRejected)) return FAST_MS;
    return BUSY_MS;
  },
  read: ([id = ""]) => told((parts) => readProposal(parts, id)),
});

topic<RolloutPageView>({
  prefix: "ami-updates/rollout",
  parts: 2,
  intervalMs: ({ rollout: { phase, outcome } }) => {
    if (phase === "waiting_for_merge" || phase === "done") return SLOW_MS;
    return outcome === "verified" ? BUSY_MS : FAST_MS;
  },
  read: async ([cluster = "", nodeClass = ""], previous) =>
    rolloutOrKnown(await told((parts) => readRolloutPage(parts, { cluster, nodeClass })), previous),
});

// Who decided something waits for what follows: the next look comes at once.
held("ami.wakeTopics", () => onLookAgain(() => wakeTopics(["ami-updates/*", "inbox"])));
