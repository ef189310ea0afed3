import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Target } from "@/lib/ami-updates/config";
import type { Detection, UpdateRecord } from "@/lib/ami-updates/model";
import type { AmiParts } from "@/server/ami-updates/contracts";
import { detectUpdates } from "@/server/ami-updates/detect-updates";
import { executionsDone } from "@/server/ami-updates/executions/in-process";
import { runSteps } from "@/server/ami-updates/executions/run-steps";
import { startFollowing } from "@/server/ami-updates/follow/follow-loop";
import { lookAgain } from "@/server/ami-updates/follow/look-again";
import { followUpdates } from "@/server/ami-updates/follow-updates";
import { runOf, startUpdates } from "@/server/ami-updates/start-updates";
import { AppError } from "@/server/platform/errors";
import { type FlowWorld, startFlowWorld } from "../../fixtures/ami-updates/flow-world";
import { waitFor } from "../../fixtures/wait-for";
import { clearFaults, setFaults } from "../../harness/lab-faults";

const MINUTE = 60_000;
let world: FlowWorld;
let labUrl: string;
beforeAll(async () => {
  world = await startFlowWorld();
  labUrl = world.lab.endpoint;
});
afterAll(() => world?.stop());
beforeEach(async () => {
  await clearFaults({ labUrl });
  Object.assign(world, { refuse: undefined, ahead: 0, modelRisk: 2 });
  world.sent.length = 0;
});

const detection = async (target: Target): Promise<Detection> =>
  (await detectUpdates(world.parts, { targets: [target] }))[0] ?? expect.fail("No such target.");
const latest = async (target: Target): Promise<UpdateRecord> =>
  (await world.parts.store.latest(target)) ?? expect.fail("There is no record.");
const branches = async (target: Target) => {
  const { data } = await world.person.request("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", {
    owner: "platform",
    repo: "eks-config",
    ref: `heads/ami-update/${target.cluster}/`,
  });
  return data.map(({ ref }) => ref);
};

describe("a process that dies", () => {
  /** Writes whose answer the process may not live to see, in any order. */
  const WRITES = {
    store: ["open", "saveAnalysis", "saveProposal"],
    github: ["createBranch", "commitFile", "openPull"],
    notifications: ["add"],
  } as const;

  /** The engine, which dies after its `at`th write was done. */
  function dying(at: number): { parts: AmiParts; died: () => string | undefined } {
    let writes = 0;
    let where: string | undefined;
    const wrap = <T extends object>(real: T, names: readonly string[]): T =>
      new Proxy(real, {
        get(target, name: string) {
          const member = target[name as keyof T] as unknown;
          if (typeof member !== "function") return member;
          return async (...args: unknown[]) => {
            if (where) throw new Error("The process is dead.");
            const result = await member.apply(target, args);
            if (!names.includes(name)) return result;
            writes += 1;
            if (writes === at) where = name;
            if (where) throw new Error("The process died.");
            return result;
          };
        },
      });
    const { store, github } = world.parts;
    const notifications = wrap(store.notifications, WRITES.notifications);
    return {
      died: () => where,
      parts: {
        ...world.parts,
        store: wrap({ ...store, notifications }, WRITES.store),
        github: wrap(github, WRITES.github),
      },
    };
  }

  test("after any of its steps leaves one record, one branch, one pull request and one notice to the next", async () => {
    const targets = await world.aFleet([{}], 9);
    await world.publish();
    const found = await detectUpdates(world.parts);
    const steps = await Promise.all(
      found.map(async (each, place) => {
        const run = await runOf(world.parts, each, { startedBy: "schedule" });
        const { parts, died } = dying(place + 1);
        await runSteps(parts, run).catch(() => undefined);
        await runSteps(world.parts, run);
        return died();
      }),
    );
    await followUpdates(world.parts);
    for (const [place, target] of targets.entries()) {
      const step = steps[place];
      expect(await world.parts.store.list({ target, limit: 5 }), step).toHaveLength(1);
      expect(await world.pulls(target), step).toMatchObject([{ state: "open" }]);
      const notices = await world.parts.store.notifications.of((await latest(target)).id);
      expect(notices, step).toHaveLength(1);
    }
    const after = await detectUpdates(world.parts);
    expect(new Set(after.map(({ state }) => state))).toEqual(new Set(["proposed"]));
    const cluster = targets[0]?.cluster ?? "";
    expect(await branches({ cluster, nodeClass: "" })).toHaveLength(targets.length);
    // The last one lived through all of its writes.
    expect(steps.pop()).toBeUndefined();
    expect(new Set(steps)).toEqual(new Set(Object.values(WRITES).flat()));
  }, 180_000);

  test("before anybody starts it again is taken up by who follows", async () => {
    const [target] = (await world.aFleet([{}])) as [Target];
    await world.publish();
    const run = await runOf(world.parts, await detection(target), { startedBy: "schedule" });
    await runSteps(dying(2).parts, run).catch(() => undefined);
    expect(await followUpdates(world.parts)).toMatchObject({ started: 0 });
    world.ahead = 6 * MINUTE;
    expect(await followUpdates(world.parts)).toMatchObject({ started: 1 });
    await executionsDone();
    expect(await detection(target)).toMatchObject({ state: "proposed" });
    expect(world.sent).toMatchObject([{ kind: "proposed" }]);
  });
});

test("who follows looks by itself, at once when asked, alone of all, and not after its end", async () => {
  await world.aFleet([{}]);
  let passes = 0;
  const store = { ...world.parts.store };
  store.list = (query) => {
    if (query.merged) passes += 1;
    return world.parts.store.list(query);
  };
  const follower = startFollowing(() => ({ ...world.parts, store }), { schedule: false });
  await waitFor("the first pass", () => passes >= 1);
  let free = () => {};
  const held = new Promise<void>((resolve) => {
    free = resolve;
  });
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const work = () => {
    begin();
    return held;
  };
  const other = world.parts.store.exclusively("follow", work, 30_000);
  // Only now is the lock another's: until then the follower's first pass has it.
  await begun;
  const before = passes;
  lookAgain();
  await detectUpdates(world.parts);
  expect(passes).toBe(before);
  free();
  await other;
  await waitFor("the pass that was asked for", () => passes > before);
  await follower.stop();
  const last = passes;
  lookAgain();
  await detectUpdates(world.parts);
  expect(passes).toBe(last);
});

describe("what is away", () => {
  test("a throttled SSM makes targets unreadable, and starts nothing", async () => {
    const [target] = (await world.aFleet([{}])) as [Target];
    await world.publish();
    await setFaults({ labUrl }, { service: "ssm", kind: "throttle" });
    const { started, detections } = await startUpdates(world.parts, { startedBy: "schedule" });
    expect(started).toEqual([]);
    expect(detections).toMatchObject([
      {
        ...target,
        state: "unreadable",
        away: true,
        why: "The recommended image could not be read: Systems Manager is throttling requests; try again in a moment.",
      },
    ]);
    await clearFaults({ labUrl });
    expect(await detection(target)).toMatchObject({ state: "update_available" });
  });

  test("a GitHub that is away is that target's state; it is proposed once GitHub is back", async () => {
    const [target] = (await world.aFleet([{}])) as [Target];
    await world.publish();
    const { detections } = await startUpdates(world.parts, { startedBy: "schedule" });
    expect(detections).toMatchObject([{ state: "update_available" }]);
    await executionsDone();
    await world.parts.github.updatePull(
      { owner: "platform", name: "eks-config" },
      (await latest(target)).pull?.number ?? 0,
      { state: "closed" },
    );
    await followUpdates(world.parts);

    const [other] = (await world.aFleet([{}])) as [Target];
    await world.publish();
    const run = await runOf(world.parts, await detection(other), { startedBy: "schedule" });
    await setFaults({ labUrl }, { service: "github", kind: "error", status: 503 });
    expect(await detection(other)).toMatchObject({
      state: "unreadable",
      away: true,
      why: expect.stringMatching(/^The manifest could not be read: GitHub /),
    });
    await expect(runSteps(world.parts, run)).rejects.toBeInstanceOf(AppError);
    expect((await latest(other)).problem).toMatch(/^GitHub /);
    await followUpdates(world.parts);

    await clearFaults({ labUrl });
    world.ahead = 10 * MINUTE;
    await followUpdates(world.parts);
    await executionsDone();
    expect(await latest(other)).toMatchObject({ pull: { url: expect.any(String) } });
    expect((await latest(other)).problem).toBeUndefined();
  });

  test("one manifest that is gone, and one that is a template, stop no other", async () => {
    const [plain, gone, template] = (await world.aFleet([{}, {}, {}])) as [Target, Target, Target];
    await world.publish();
    await world.putManifest(template, "kind: EC2NodeClass\nspec: {{ .Values.spec }}\n");
    const { config } = world.parts;
    world.parts.config = () => {
      const all = structuredClone(config());
      const nodeClass = all.clusters.find(({ name }) => name === gone.cluster)?.nodeClasses[0];
      if (nodeClass) nodeClass.path = "karpenter-configs/moved.yaml";
      return all;
    };
    const { started, detections } = await startUpdates(world.parts, { startedBy: "schedule" });
    world.parts.config = config;
    expect(detections).toMatchObject([
      { state: "update_available" },
      {
        state: "unreadable",
        why: "There is no karpenter-configs/moved.yaml in platform/eks-config at main.",
      },
      { state: "unsupported" },
    ]);
    // GitHub did answer: that the file is gone is a state of the node class.
    expect(detections[1]).not.toHaveProperty("away");
    expect(started).toMatchObject([{ ...plain, started: true }]);
    await executionsDone();
  });

  test("a channel that fails loses nothing: the notice is sent when it is back", async () => {
    const [target] = (await world.aFleet([{}])) as [Target];
    await world.publish();
    world.refuse = new AppError("upstream", "Slack cannot be reached.");
    await startUpdates(world.parts, { startedBy: "schedule" });
    await executionsDone();
    const { id } = await latest(target);
    const deliveries = () => world.parts.store.notifications.of(id);
    expect(await deliveries()).toMatchObject([
      { state: "pending", lastError: "Slack cannot be reached." },
    ]);
    world.refuse = undefined;
    await world.postgres.query("update ami_notifications set due_at = now() where update_id = $1", [
      id,
    ]);
    await followUpdates(world.parts);
    expect(await deliveries()).toMatchObject([{ state: "sent" }]);
    expect(world.sent.filter(({ updateId }) => updateId === id)).toHaveLength(1);
  });
});
