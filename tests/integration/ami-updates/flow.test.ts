import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Target } from "@/lib/ami-updates/config";
import type { Detection, UpdateRecord } from "@/lib/ami-updates/model";
import { decideUpdate } from "@/server/ami-updates/decide-update";
import { detectUpdates } from "@/server/ami-updates/detect-updates";
import { executionsDone } from "@/server/ami-updates/executions/in-process";
import { runSteps } from "@/server/ami-updates/executions/run-steps";
import { followUpdates } from "@/server/ami-updates/follow-updates";
import { liftSkip } from "@/server/ami-updates/lift-skip";
import { overrideRejection } from "@/server/ami-updates/override-rejection";
import { readProposal } from "@/server/ami-updates/read-proposal";
import { startUpdates } from "@/server/ami-updates/start-updates";
import { aPerson, type FlowWorld, startFlowWorld } from "../../fixtures/ami-updates/flow-world";

const MINUTE = 60_000;
let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());
beforeEach(() => {
  Object.assign(world, { refuse: undefined, ahead: 0, modelRisk: 2 });
  world.sent.length = 0;
});

const start = async (startedBy = "schedule") => {
  const { started } = await startUpdates(world.parts, { startedBy });
  await executionsDone();
  return started;
};
const detection = async (target: Target | undefined): Promise<Detection> => {
  const found = await detectUpdates(world.parts, { targets: target && [target] });
  return found[0] as Detection;
};
const latest = async (target: Target | undefined): Promise<UpdateRecord> => {
  const record = target && (await world.parts.store.latest(target));
  return record ?? expect.fail("There is no record.");
};
/** What people were told of a cluster. */
const kinds = (target: Target | undefined) =>
  world.sent.filter(({ title }) => title.startsWith(`${target?.cluster}/`)).map(({ kind }) => kind);
const decide = async (email: string, id: string, decision: "merge" | "close", comment?: string) => {
  const { evidenceHash = "" } = await readProposal(world.parts, id);
  return decideUpdate({
    ctx: aPerson(email),
    input: { updateId: id, decision, comment, evidenceHash },
  });
};
/** One target with a new image that waits for a decision. */
async function aProposal(settings = {}, kind = "routine"): Promise<[Target, UpdateRecord]> {
  const [target] = await world.aFleet([settings]);
  await world.publish(kind);
  await start();
  return [target as Target, await latest(target)];
}

describe("one image", () => {
  test("is detected, analysed, proposed and told, once", async () => {
    const [target] = await world.aFleet([{}]);
    expect(await detection(target)).toMatchObject({ state: "up_to_date" });
    const { release } = await world.publish();
    expect(await detection(target)).toMatchObject({
      state: "update_available",
      recommended: { release },
    });
    expect(await start()).toMatchObject([{ ...target, release, started: true }]);
    const { id, pull } = await latest(target);
    expect(await detection(target)).toMatchObject({ state: "proposed", pull, updateId: id });
    expect(kinds(target)).toEqual(["proposed"]);
    expect(await start()).toEqual([]);
    await followUpdates(world.parts);
    expect(kinds(target)).toEqual(["proposed"]);
  });

  test("of a hundred detectors and a hundred runs at once makes one record and one pull request", async () => {
    const [target] = await world.aFleet([{}]);
    await world.publish();
    const looks = await Promise.all(
      Array.from({ length: 100 }, () => startUpdates(world.parts, { startedBy: "schedule" })),
    );
    expect(looks.flatMap(({ started }) => started).filter((each) => each.started)).toHaveLength(1);
    await executionsDone();
    const { cluster, nodeClass, from, to } = await latest(target);
    const run = { cluster, nodeClass, from, to, startedBy: "schedule" };
    await Promise.all(Array.from({ length: 100 }, () => runSteps(world.parts, run)));
    expect(await world.parts.store.list({ target, limit: 10 })).toHaveLength(1);
    expect(await world.pulls(target as Target)).toHaveLength(1);
    expect(kinds(target)).toEqual(["proposed"]);
  });

  test("that somebody closed on GitHub is skipped until the skip is lifted, by another than who merges", async () => {
    const [target, { id, pull }] = await aProposal();
    await world.person.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
      owner: "platform",
      repo: "eks-config",
      pull_number: pull?.number ?? 0,
      state: "closed",
    });
    await followUpdates(world.parts);
    expect(await latest(target)).toMatchObject({ id, decision: "closed" });
    expect(await detection(target)).toMatchObject({ state: "skipped", pull });
    expect(await start()).toEqual([]);

    const input = { ...target, reason: "It was closed by mistake." };
    await liftSkip({ ctx: aPerson("lena@example.org"), input });
    await executionsDone();
    const again = await latest(target);
    expect(again.id).not.toBe(id);
    expect(await detection(target)).toMatchObject({ state: "proposed", updateId: again.id });
    await expect(decide("lena@example.org", again.id, "merge")).rejects.toThrow(
      "You asked for it in spite of the rules or of a skip; somebody else has to merge it.",
    );
    await decide("max@example.org", again.id, "merge");
    expect(await latest(target)).toMatchObject({
      decision: "merged",
      decidedBy: "max@example.org",
    });
    expect(await world.manifest(target)).toContain(again.to.imageId);
    await expect(liftSkip({ ctx: aPerson("lena@example.org"), input })).rejects.toThrow(
      "This image is not skipped.",
    );
  });

  test("that the rules refuse is told and not proposed; who overrides does not merge, who merges says why", async () => {
    const [target] = await world.aFleet([{}]);
    await world.publish("abandoned");
    await start();
    const { id } = await latest(target);
    expect(await detection(target)).toMatchObject({ state: "rejected", updateId: id });
    expect(await world.pulls(target as Target)).toEqual([]);
    expect(kinds(target)).toEqual(["rejected"]);
    expect(await start()).toEqual([]);

    const input = { updateId: id, reason: "We need its kernel." };
    await overrideRejection({ ctx: aPerson("lena@example.org"), input });
    await executionsDone();
    expect(await detection(target)).toMatchObject({ state: "proposed" });
    expect(kinds(target)).toEqual(["rejected", "proposed"]);
    await expect(decide("lena@example.org", id, "merge", "Go.")).rejects.toThrow("somebody else");
    await expect(decide("max@example.org", id, "merge")).rejects.toThrow("Say why you merge it");
    await decide("max@example.org", id, "merge", "Its kernel fixes our disks.");
    expect(await latest(target)).toMatchObject({
      decision: "merged",
      comment: "Its kernel fixes our disks.",
      override: { by: "lena@example.org" },
    });
  });
});

describe("the way to production", () => {
  test("goes on when the environment before is verified and has soaked", async () => {
    const [dev, prod] = await world.aFleet([{ autoMergeBelow: 4, soakMinutes: 10 }, {}]);
    await world.publish();
    expect(await start()).toMatchObject([{ ...dev, started: true }]);
    expect(await detection(prod)).toMatchObject({
      state: "held",
      why: expect.stringMatching(/^Waits until e\d+-0\/default runs v\d+, verified\.$/),
    });
    await followUpdates(world.parts);
    expect(await latest(dev)).toMatchObject({ decision: "auto_merged", decidedBy: "policy" });
    await followUpdates(world.parts);
    expect((await latest(dev)).outcome).toBeUndefined();

    world.clusters.rollOut(await latest(dev));
    await followUpdates(world.parts);
    expect(await latest(dev)).toMatchObject({ outcome: "verified" });
    expect(await detection(prod)).toMatchObject({
      state: "held",
      why: expect.stringContaining(" soaks in "),
    });
    expect(await world.pulls(prod as Target)).toEqual([]);

    world.ahead = 11 * MINUTE;
    expect(await followUpdates(world.parts)).toMatchObject({ started: 1 });
    await executionsDone();
    expect(await latest(prod)).toMatchObject({ startedBy: "promotion" });
    expect(await detection(prod)).toMatchObject({ state: "proposed" });
    expect(kinds(dev)).toEqual(["proposed", "merged", "verified"]);
    expect(kinds(prod)).toEqual(["proposed"]);
  });

  test("is not closed by a newer release: what has soaked goes on meanwhile", async () => {
    const [dev, prod] = await world.aFleet([{ autoMergeBelow: 4, soakMinutes: 10 }, {}]);
    const soaked = await world.publish();
    await start();
    await followUpdates(world.parts);
    world.clusters.rollOut(await latest(dev));
    await followUpdates(world.parts);
    world.ahead = 11 * MINUTE;
    const newer = await world.publish();
    expect(await detection(prod)).toMatchObject({
      state: "update_available",
      candidate: { release: soaked.release },
      recommended: { release: newer.release },
    });
    await followUpdates(world.parts);
    await executionsDone();
    expect((await latest(prod)).to.release).toBe(soaked.release);
    expect(await detection(prod)).toMatchObject({ state: "proposed" });
  });

  test("ends where a rollout goes wrong, and where it was taken back", async () => {
    const [dev, prod] = await world.aFleet([{ autoMergeBelow: 4, soakMinutes: 0 }, {}]);
    await world.publish();
    await start();
    await followUpdates(world.parts);
    world.clusters.breakNode(await latest(dev));
    world.ahead = 60 * MINUTE;
    await followUpdates(world.parts);
    const { outcome, outcomeWhy } = await latest(dev);
    expect(["stuck", "regressed"]).toContain(outcome);
    expect(outcomeWhy).toMatch(/\.$/);
    expect(kinds(dev).at(-1)).toBe(outcome);
    expect(await detection(prod)).toMatchObject({ state: "held" });
    expect(await followUpdates(world.parts)).toMatchObject({ started: 0 });
  });
});
