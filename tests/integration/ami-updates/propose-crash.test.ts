import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readMarker } from "@/lib/ami-updates/pull-request-marker";
import { proposeUpdate } from "@/server/ami-updates/propose/propose-update";
import { type Crash, crashingParts } from "../../fixtures/ami-updates/crashing-parts";
import {
  AT,
  NEW,
  NEWER,
  type ProposeWorld,
  startProposeWorld,
} from "../../fixtures/ami-updates/propose-world";

let world: ProposeWorld;
beforeAll(async () => {
  world = await startProposeWorld();
});
afterAll(() => world?.stop());

interface Scene {
  branch: string;
  path: string;
  /** The update whose run is interrupted. */
  id: string;
  older?: string;
}

async function aScene(supersedes: boolean): Promise<Scene> {
  const target = await world.aTarget();
  if (!supersedes) return { ...target, id: await world.anUpdate(target) };
  const older = await world.anUpdate(target);
  await proposeUpdate(world.parts, { updateId: older });
  return { ...target, older, id: await world.anUpdate(target, { to: NEWER }) };
}

const run = (scene: Scene, crash?: Crash) => {
  const crashing = crashingParts(world.parts, crash);
  return { ...crashing, done: proposeUpdate(crashing.parts, { updateId: scene.id }) };
};

/** As if nothing had ever happened: one pull request, one commit, one line, and the record knows. */
async function expectWhole({ branch, path, id, older }: Scene, crash: Crash): Promise<void> {
  const where = JSON.stringify(crash);
  const pulls = await world.pullsOf(branch);
  expect(pulls, where).toHaveLength(1);
  const [pull] = pulls;
  expect(pull, where).toMatchObject({ state: "open", author: "switchyard[bot]" });
  expect(pull?.labels.sort(), where).toEqual(["ami-update", "risk:2"]);
  expect(readMarker(pull?.body ?? "")?.updateId, where).toBe(id);
  expect(await world.parts.github.listCommits(AT, "main", branch), where).toHaveLength(1);
  const files = await world.parts.github.compare(AT, "main", branch);
  expect(files, where).toMatchObject([{ path, additions: 1, deletions: 1 }]);
  const to = older ? NEWER : NEW;
  expect(await world.read(path, branch), where).toContain(to.imageId);
  const record = await world.record(id);
  expect(record.pull, where).toEqual({ number: pull?.number, url: pull?.url });
  expect(record.proposal?.body.trim(), where).toBe(pull?.body.trim());
  expect(record.problem, where).toBeUndefined();
  expect(record.decision, where).toBeUndefined();
  if (older) expect((await world.record(older)).decision, where).toBe("superseded");
}

/** The lab looks at every open pull request at each push: those that are done with go. */
const away = ({ branch }: Scene) => world.parts.github.deleteBranch(AT, branch);

/** A few at once: the lab answers each with processes of git. */
async function eachOf(crashes: Crash[], supersedes: boolean): Promise<void> {
  const scenes: [Crash, Scene][] = [];
  for (const crash of crashes) scenes.push([crash, await aScene(supersedes)]);
  const next = async (): Promise<void> => {
    const [crash, scene] = scenes.pop() ?? [];
    if (!crash || !scene) return;
    await expect(run(scene, crash).done, JSON.stringify(crash)).rejects.toThrow(/died|lost/);
    await run(scene).done;
    await expectWhole(scene, crash);
    await away(scene);
    return next();
  };
  await Promise.all(Array.from({ length: 4 }, next));
}

describe.each([
  ["a first proposal", false],
  ["one that supersedes another", true],
])("%s", (_what, supersedes) => {
  let writes: string[] = [];
  beforeAll(async () => {
    const scene = await aScene(supersedes);
    const whole = run(scene);
    await whole.done;
    await away(scene);
    writes = whole.writes;
  });

  test.each([
    ["the process died before any of its writes", "death"],
    ["the answer to any of its writes was lost", "lost"],
  ] as const)(
    "goes on after %s",
    async (_how, kind) => {
      expect(writes.length).toBeGreaterThan(3);
      await eachOf(
        writes.map((_, index) => ({ kind, at: index + 1 })),
        supersedes,
      );
    },
    120_000,
  );
});

test("closed by a person before its number was noted: no second one, and the record gets the number", async () => {
  const scene = await aScene(false);
  const dead = run(scene, { kind: "death", at: 5 });
  await expect(dead.done).rejects.toThrow("died");
  expect(dead.writes.slice(0, 5)).toEqual([
    "saveProposal",
    "createBranch",
    "commitFile",
    "openPull",
    "saveProposal",
  ]);
  const [pull] = await world.pullsOf(scene.branch);
  await world.as("mona", "PATCH", `/pulls/${pull?.number}`, { state: "closed" });
  await run(scene).done;
  expect(await world.pullsOf(scene.branch)).toMatchObject([
    { number: pull?.number, state: "closed" },
  ]);
  expect((await world.record(scene.id)).pull?.number).toBe(pull?.number);
});
