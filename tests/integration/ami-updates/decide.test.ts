import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AmiConfig, type Target, targetId } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { decideUpdateDefinition } from "@/server/ami-updates/action-definitions";
import { analyseAgain } from "@/server/ami-updates/analyse-again";
import type { AmiParts } from "@/server/ami-updates/contracts";
import { decideUpdate } from "@/server/ami-updates/decide-update";
import { detectUpdates } from "@/server/ami-updates/detect-updates";
import { dryRun } from "@/server/ami-updates/dry-run";
import { executionsDone } from "@/server/ami-updates/executions/in-process";
import { mergeByPolicy } from "@/server/ami-updates/follow/merge-by-policy";
import { followUpdates } from "@/server/ami-updates/follow-updates";
import { readProposal } from "@/server/ami-updates/read-proposal";
import { reconcileDecision } from "@/server/ami-updates/reconcilers";
import { revertUpdate } from "@/server/ami-updates/revert-update";
import { startUpdates } from "@/server/ami-updates/start-updates";
import { AppError } from "@/server/platform/errors";
import { aPerson, type FlowWorld, startFlowWorld } from "../../fixtures/ami-updates/flow-world";
import { actingAs } from "../../fixtures/prompt-actions";
import { amiVerb, expectReadable } from "./told-to-agents";

const REPOSITORY = { owner: "platform", repo: "eks-config" };
let world: FlowWorld;
let waiting: Target[];
beforeAll(async () => {
  world = await startFlowWorld();
  waiting = await world.aFleet([{}], 10);
  await world.publish();
});
afterAll(() => world?.stop());
beforeEach(() => {
  Object.assign(world, { refuse: undefined, ahead: 0, modelRisk: 2 });
});

/** One target whose pull request nobody has touched. */
async function aProposal(): Promise<[Target, UpdateRecord]> {
  const target = waiting.shift() ?? expect.fail("There is no target left.");
  await startUpdates(world.parts, { targets: [target], startedBy: "schedule" });
  await executionsDone();
  return [target, await latest(target)];
}
/** One for all that is refused: nothing is decided by it. */
let undecided: [Target, UpdateRecord] | undefined;
async function anUndecidedProposal(): Promise<[Target, UpdateRecord]> {
  undecided ??= await aProposal();
  return undecided;
}
/** With other rules for the environment. */
async function withRules<T>(
  rules: Partial<AmiConfig["environments"][number]>,
  work: () => Promise<T>,
): Promise<T> {
  const { config } = world.parts;
  world.parts.config = () => ({
    ...config(),
    environments: config().environments.map((each) => ({ ...each, ...rules })),
  });
  try {
    return await work();
  } finally {
    world.parts.config = config;
  }
}
const latest = async (target: Target): Promise<UpdateRecord> =>
  (await world.parts.store.latest(target)) ?? expect.fail("There is no record.");
const evidenceOf = async (id: string) => (await readProposal(world.parts, id)).evidenceHash ?? "";
const decide = async (
  email: string,
  updateId: string,
  decision: "merge" | "close",
  more: { evidenceHash?: string; comment?: string } = {},
) => {
  const evidenceHash = more.evidenceHash ?? (await evidenceOf(updateId));
  return decideUpdate({
    ctx: aPerson(email),
    input: { updateId, decision, ...more, evidenceHash },
  });
};
const pullOnGitHub = async ({ pull }: UpdateRecord) => {
  const at = { ...REPOSITORY, pull_number: pull?.number ?? 0 };
  return (await world.person.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", at)).data;
};
const branchOf = ({ cluster, nodeClass }: Target) => `ami-update/${cluster}/${nodeClass}`;
const branchIsThere = (target: Target) =>
  world.person
    .request("GET /repos/{owner}/{repo}/git/ref/{ref}", {
      ...REPOSITORY,
      ref: `heads/${branchOf(target)}`,
    })
    .then(
      () => true,
      () => false,
    );

describe("a decision", () => {
  test("of two people at once is the first one's, and the other is told whose", async () => {
    const [target, { id }] = await aProposal();
    const evidenceHash = await evidenceOf(id);
    const asked = await Promise.allSettled([
      decide("ada@example.org", id, "merge", { evidenceHash }),
      decide("bob@example.org", id, "close", { evidenceHash }),
    ]);
    const refused = asked.find((each) => each.status === "rejected");
    const { decision, decidedBy } = await latest(target);
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(refused?.reason.message).toBe(`This was already ${decision} by ${decidedBy}.`);
    expect((await pullOnGitHub(await latest(target))).merged).toBe(decision === "merged");
  });

  test("merges one line, leaves no branch, and is GitHub's and the record's alike", async () => {
    const [target, { id, to }] = await aProposal();
    const before = await world.manifest(target);
    expect(await decide("ada@example.org", id, "merge", { comment: "Fine." })).toEqual({
      message: `Merged ${targetId(target)} → ${to.release}.`,
    });
    const after = await latest(target);
    const pull = await pullOnGitHub(after);
    expect(pull.merge_commit_sha).toBe(after.mergeCommit);
    const lines = before.split("\n");
    const now = (await world.manifest(target)).split("\n");
    expect(now.filter((line, at) => line !== lines[at])).toEqual([`    - id: ${to.imageId}`]);
    expect(await branchIsThere(target)).toBe(false);
    const { data } = await world.person.request("GET /repos/{owner}/{repo}/commits/{ref}", {
      ...REPOSITORY,
      ref: after.mergeCommit ?? "",
    });
    expect(data.commit.message).toContain("Decided-by: ada@example.org");
  });

  test("through an agent is told exactly before, rests on what was shown, and is the same decision", async () => {
    const [target, { id, to, from }] = await aProposal();
    const ctx = aPerson("ada@example.org");
    await expectReadable(target, id, to.release, ctx);
    const input = { updateId: id, comment: "Verified in dev." };
    const preview = await amiVerb("ami_merge_proposal").preview?.({ ctx, input });
    expect(preview?.sentence).toMatch(/^Merges pull request \d+: .* goes from .+ to v\d+/);
    expect(preview?.rows?.[0]).toEqual({
      label: "Node image",
      before: from.release ?? from.imageId,
      after: to.release,
    });
    expect(preview?.evidenceHash).toBe(await evidenceOf(id));
    const merge = (evidenceHash: string) =>
      amiVerb("ami_merge_proposal").run({ ctx, input, evidenceHash });
    await expect(merge("0".repeat(64))).rejects.toMatchObject({ code: "stale" });
    await merge(preview?.evidenceHash ?? "");
    expect(await latest(target)).toMatchObject({
      decision: "merged",
      decidedBy: "ada@example.org",
      comment: "Verified in dev.",
    });
    const again = amiVerb("ami_close_proposal").preview?.({ ctx, input });
    await expect(again).rejects.toThrow("This was already merged by ada@example.org.");
    const recorded = amiVerb("ami_merge_proposal").record?.(input, preview?.evidenceHash);
    const intent = { entryId: "e", action: "ami.decide", target: id, why: null, input: recorded };
    expect(await reconcileDecision({ ...intent, person: ctx.person, at: new Date() })).toBe(
      "applied",
    );
  });

  test("on what was shown only: a check that failed since makes it stale, then refuses it", async () => {
    const [, record] = await aProposal();
    const evidenceHash = await evidenceOf(record.id);
    await world.person.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
      ...REPOSITORY,
      sha: (await pullOnGitHub(record)).head.sha,
      state: "failure",
      context: "policy",
    });
    await expect(
      decide("ada@example.org", record.id, "close", { evidenceHash }),
    ).rejects.toMatchObject({ code: "stale" });
    await expect(decide("ada@example.org", record.id, "merge")).rejects.toThrow(
      "The check policy failed.",
    );
    await decide("ada@example.org", record.id, "close");
    expect((await pullOnGitHub(record)).state).toBe("closed");
  });

  test("waits for the maintenance window", async () => {
    const today = new Date().getUTCDay();
    const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
    const window = {
      days: [days[(today + 3) % 7] ?? ("mon" as const)],
      from: "02:00",
      to: "04:00",
    };
    const [target, { id }] = await anUndecidedProposal();
    await withRules({ window, autoMergeBelow: 9 }, async () => {
      await expect(decide("ada@example.org", id, "merge")).rejects.toThrow(
        "The maintenance window is closed now.",
      );
      const record = await latest(target);
      expect(await mergeByPolicy(world.parts, record)).toBe(false);
    });
    expect((await latest(target)).decision).toBeUndefined();
  });

  test("of a branch that somebody changed is GitHub's alone, for the policy too", async () => {
    const [target, record] = await aProposal();
    await world.person.request("PUT /repos/{owner}/{repo}/contents/{path}", {
      ...REPOSITORY,
      path: `karpenter-configs/clusters/${target.cluster}/more.yaml`,
      branch: branchOf(target),
      message: "And this",
      content: Buffer.from("more: true\n").toString("base64"),
    });
    expect(await withRules({ autoMergeBelow: 9 }, () => mergeByPolicy(world.parts, record))).toBe(
      false,
    );
    expect((await latest(target)).decision).toBeUndefined();
    await expect(decide("ada@example.org", record.id, "merge")).rejects.toThrow(
      "The branch holds more than the proposed line; look at it and merge it on GitHub.",
    );
  });

  test("that GitHub refuses changes nothing, and says why", async () => {
    const [target, { id }] = await anUndecidedProposal();
    const evidenceHash = await evidenceOf(id);
    const refusing = new AppError("conflict", "GitHub wants one more review.");
    await withGitHub({ merge: () => Promise.reject(refusing) }, () =>
      expect(decide("ada@example.org", id, "merge", { evidenceHash })).rejects.toThrow(refusing),
    );
    const { decision, decidedBy } = await latest(target);
    expect([decision, decidedBy]).toEqual([undefined, undefined]);
  });

  test("whose answer was lost is still the person's", async () => {
    const [target, { id }] = await aProposal();
    const evidenceHash = await evidenceOf(id);
    const { merge } = world.parts.github;
    const lost: AmiParts["github"]["merge"] = async (...args) => {
      await merge(...args);
      throw new AppError("upstream", "GitHub did not answer in time.");
    };
    await withGitHub({ merge: lost }, () =>
      decide("ada@example.org", id, "merge", { evidenceHash }),
    );
    expect(await latest(target)).toMatchObject({
      decision: "merged",
      decidedBy: "ada@example.org",
    });
  });

  test("of a console that died is found by who follows, and its entry in the ledger is settled", async () => {
    const [target, { id }] = await aProposal();
    const evidenceHash = await evidenceOf(id);
    const died = new Error("The process died.");
    const { merge, readPull } = world.parts.github;
    const github: Partial<AmiParts["github"]> = {
      merge: async (...args) => {
        await merge(...args);
        throw died;
      },
      readPull: async (...args) => {
        const pull = await readPull(...args);
        if (pull?.merged) throw died;
        return pull;
      },
    };
    const at = new Date();
    await withGitHub(github, () =>
      expect(decide("ada@example.org", id, "merge", { evidenceHash })).rejects.toThrow(died),
    );
    expect((await latest(target)).decision).toBeUndefined();
    const intent = {
      entryId: "e",
      action: "ami.decide",
      target: id,
      why: null,
      input: { updateId: id, decision: "merge", evidenceHash },
      person: { id: "ada", name: "Ada", email: "ada@example.org" },
      at,
    };
    expect(await reconcileDecision(intent)).toBe("applied");
    expect(await latest(target)).toMatchObject({
      decision: "merged",
      decidedBy: "ada@example.org",
    });
    const somebody = { id: "bob", name: "Bob", email: "bob@example.org" };
    expect(await reconcileDecision({ ...intent, person: somebody })).toBe("refused");
  });

  test("on GitHub is written down with who merged", async () => {
    const [target, record] = await aProposal();
    await world.person.request("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
      ...REPOSITORY,
      pull_number: record.pull?.number ?? 0,
    });
    await followUpdates(world.parts);
    expect(await latest(target)).toMatchObject({
      decision: "merged",
      decidedBy: "github:octavia",
      mergeCommit: (await pullOnGitHub(record)).merge_commit_sha,
    });
  });

  test("is the approver's, and each call is in the ledger", async () => {
    const [, { id }] = await anUndecidedProposal();
    const act = actingAs(world.postgres);
    const input = { updateId: id, decision: "merge" as const, evidenceHash: "0".repeat(64) };
    const refusals = [];
    for (const role of ["viewer", "operator", "approver"] as const)
      refusals.push(await act(role, decideUpdateDefinition, input));
    expect(refusals).toMatchObject([
      { ok: false, problem: { code: "forbidden" } },
      { ok: false, problem: { code: "forbidden" } },
      { ok: false, problem: { code: "stale" } },
    ]);
    const rows = await world.postgres.query(
      "select 1 from audit_ledger where action = 'ami.decide' and target = $1",
      [id],
    );
    expect(rows).toHaveLength(3);
  });
});

describe("beside the decision", () => {
  test("a dry run shows the change and writes nothing", async () => {
    const [target, { to }] = await anUndecidedProposal();
    const before = await world.pulls(target);
    const { updateId } = await dryRun({
      ctx: aPerson("ada@example.org", "operator"),
      input: target,
    });
    const record = await world.parts.store.byId(updateId);
    expect(record).toMatchObject({
      dryRun: true,
      to,
      proposal: { after: `    - id: ${to.imageId}` },
    });
    expect(record?.proposal?.body).toContain("Rebuilt packages.");
    expect(await world.pulls(target)).toEqual(before);
    expect(await world.parts.store.notifications.of(updateId)).toEqual([]);
    expect((await latest(target)).id).not.toBe(updateId);
  });

  test("analysing again brings the pull request up to date and keeps what was said", async () => {
    const [target, { id }] = await anUndecidedProposal();
    world.modelRisk = 5;
    const { message } = await analyseAgain({
      ctx: aPerson("ada@example.org", "operator"),
      input: { updateId: id },
    });
    expect(message).toContain("risk 5");
    const [pull] = await world.pulls(target);
    expect(pull?.body).toContain("Risk 5 of 10");
    expect((await readProposal(world.parts, id)).earlier).toMatchObject([{ risk: 2 }]);
  });

  test("a revert puts the line back, and its merge is the record's last word", async () => {
    const [target, record] = await aProposal();
    const before = await world.manifest(target);
    const ask = () =>
      revertUpdate({
        ctx: aPerson("ada@example.org"),
        input: { updateId: record.id, reason: "Nodes lose their disks." },
      });
    await expect(ask()).rejects.toThrow("Only what was merged can be reverted.");
    await decide("bob@example.org", record.id, "merge");
    const { url } = await ask();
    await world.person.request("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
      ...REPOSITORY,
      pull_number: Number(url?.split("/").at(-1)),
    });
    await followUpdates(world.parts);
    expect(await world.manifest(target)).toBe(before);
    expect(await latest(target)).toMatchObject({
      decision: "merged",
      outcome: "reverted",
      outcomeWhy: expect.stringMatching(/^Pull request #\d+ took it back with [0-9a-f]{7}\.$/),
    });
    expect((await detectUpdates(world.parts, { targets: [target] }))[0]).toMatchObject({
      state: "skipped",
      why: `${record.to.release} was merged and is not in Git any more, so it is not proposed again.`,
    });
  });
});

/** The engine of this console with a GitHub that differs in some calls. */
async function withGitHub<T>(
  over: Partial<AmiParts["github"]>,
  work: () => Promise<T>,
): Promise<T> {
  const real = world.parts.github;
  world.parts.github = new Proxy(real, {
    get: (target, name: keyof typeof real) =>
      over[name] ?? ((...args: never[]) => (target[name] as (...all: never[]) => unknown)(...args)),
  });
  try {
    return await work();
  } finally {
    world.parts.github = real;
  }
}
