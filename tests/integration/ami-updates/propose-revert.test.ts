import { afterAll, beforeAll, expect, test } from "vitest";
import { readMarker } from "@/lib/ami-updates/pull-request-marker";
import { proposeRevert } from "@/server/ami-updates/propose/propose-revert";
import { proposeUpdate } from "@/server/ami-updates/propose/propose-update";
import {
  AT,
  NEW,
  OLD,
  type ProposeWorld,
  startProposeWorld,
} from "../../fixtures/ami-updates/propose-world";

let world: ProposeWorld;
beforeAll(async () => {
  world = await startProposeWorld();
});
afterAll(() => world?.stop());

const why = { by: "op@example.com", reason: "nodes hang <!-- @everyone -->" };

/** A merged update of a target of its own. */
async function merged() {
  const target = await world.aTarget();
  const id = await world.anUpdate(target);
  const { pull } = await proposeUpdate(world.parts, { updateId: id });
  const found = await world.parts.github.readPull(AT, pull?.number ?? 0);
  const mergeCommit = await world.parts.github.merge(AT, pull?.number ?? 0, {
    expectedHead: found?.head.commit ?? "",
    title: "Merge it",
    message: "",
  });
  const decided = { decidedBy: "op@example.com", decidedAt: new Date().toISOString(), mergeCommit };
  await world.parts.store.saveDecision(id, { decision: "merged", ...decided });
  return { ...target, id };
}

test("one line goes back, and what else was changed since stays", async () => {
  const { id, path, cluster } = await merged();
  const manifest = await world.read(path, "main");
  expect(manifest).toContain(NEW.imageId);
  await world.put(path, `${manifest}  tags: {team: platform}\n`);
  const reverts = { updateId: id, ...why };
  const pull = await proposeRevert(world.parts, reverts);
  // Pressed again, by somebody else or after a crash: the same one.
  expect(await proposeRevert(world.parts, reverts)).toEqual(pull);
  const branch = `ami-revert/${cluster}/default`;
  const pulls = await world.pullsOf(branch);
  expect(pulls).toMatchObject([{ number: pull.number, state: "open" }]);
  const files = await world.parts.github.compare(AT, "main", branch);
  expect(files).toMatchObject([{ path, additions: 1, deletions: 1 }]);
  expect(files[0]?.patch).toContain(`+    - id: ${OLD.imageId} # recommended image`);
  expect(await world.read(path, branch)).toContain("tags: {team: platform}");
  const body = pulls[0]?.body ?? "";
  expect(readMarker(body)).toMatchObject({ updateId: id, reverts: id, to: OLD.imageId });
  expect(body).not.toContain("<!-- @everyone");
  expect(body).not.toContain("@everyone");
});

test("only what was merged, and only while the cluster still has it", async () => {
  const target = await world.aTarget();
  const open = await world.anUpdate(target);
  await expect(proposeRevert(world.parts, { updateId: open, ...why })).rejects.toThrow(
    "Only an update that was merged can be taken back.",
  );
  const { id, path, cluster } = await merged();
  await world.put(path, (await world.read(path, "main")).replace(NEW.imageId ?? "", "ami-0eeee"));
  await expect(proposeRevert(world.parts, { updateId: id, ...why })).rejects.toThrow(
    /names ami-0eeee instead of/,
  );
  const branch = `ami-revert/${cluster}/default`;
  expect(await world.parts.github.readBranch(AT, branch)).toBeUndefined();
});
