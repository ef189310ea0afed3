import { expect, test } from "vitest";
import type { ClustersView, LaneTarget, RolloutPageView } from "@/lib/ami-updates/views";
import { clustersOrKnown, rolloutOrKnown } from "@/server/ami-updates/known-before";

const WHY = "The manifest could not be read: GitHub cannot be reached; try again in a moment.";
const target = (state: LaneTarget["state"], more: Partial<LaneTarget> = {}) =>
  ({ cluster: "dev", nodeClass: "default", state, why: WHY, ...more }) as LaneTarget;
const view = (...targets: LaneTarget[]): ClustersView => ({
  on: true,
  lanes: [{ environment: "dev", rules: {} as never, windowOpen: true, targets }],
  missing: [],
});
const away = target("unreadable", { away: true });

test("where nothing can be read now, what was known stays and says why", () => {
  expect(() => clustersOrKnown(view(away, away), view(target("up_to_date"), away))).toThrow(WHY);
});

test.each<[string, ClustersView, ClustersView | undefined]>([
  ["nothing was known before", view(away), undefined],
  ["nothing could be read before", view(away), view(away)],
  ["the workflow was off before", view(away), { on: false }],
  ["another node class can be read", view(away, target("proposed")), view(target("up_to_date"))],
  ["a manifest is gone, which GitHub did say", view(target("unreadable")), view(target("held"))],
  ["the workflow is off now", { on: false }, view(target("held"))],
])("where %s, what is true now is shown", (_when, now, before) => {
  expect(clustersOrKnown(now, before)).toBe(now);
});

test("a cluster that does not answer leaves its nodes as they were known", () => {
  const rollout = (more: object) =>
    ({ rollout: { nodes: [], missing: [], ...more }, promised: {} }) as unknown as RolloutPageView;
  const unread = rollout({ unread: true, missing: ["Cluster prod cannot be reached."] });
  expect(() => rolloutOrKnown(unread, rollout({}))).toThrow("Cluster prod cannot be reached.");
  expect(rolloutOrKnown(unread, unread)).toBe(unread);
  expect(rolloutOrKnown(unread, undefined)).toBe(unread);
  const read = rollout({});
  expect(rolloutOrKnown(read, unread)).toBe(read);
});
