import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readMarker } from "@/lib/ami-updates/pull-request-marker";
import { proposeUpdate } from "@/server/ami-updates/propose/propose-update";
import { gitHubCalls } from "@/server/github/count-calls";
import { release } from "@/server/platform/held";
import {
  AT,
  aManifest,
  NEW,
  NEWER,
  OLD,
  type ProposeWorld,
  startProposeWorld,
} from "../../fixtures/ami-updates/propose-world";
import { waitFor } from "../../fixtures/wait-for";

let world: ProposeWorld;
beforeAll(async () => {
  world = await startProposeWorld();
});
afterEach(() => world.clear());
afterAll(() => world?.stop());

const propose = (updateId: string, refresh?: boolean) =>
  proposeUpdate(world.parts, { updateId, ...(refresh && { refresh }) });
const problemOf = async (id: string) => (await world.record(id)).problem;
const line = (id = "", indent = "    ") => `${indent}- id: ${id} # recommended image`;

describe("a proposal", () => {
  test("is one pull request of one verified commit with exactly one changed line", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const { pull, change } = await propose(id);
    const found = await world.parts.github.readPull(AT, pull?.number ?? 0);
    expect(found).toMatchObject({
      state: "open",
      author: "switchyard[bot]",
      head: { branch: target.branch },
      base: { branch: "main" },
      title: change?.title,
      url: pull?.url,
    });
    expect(found?.labels.sort()).toEqual(["ami-update", "risk:2"]);
    expect(readMarker(found?.body ?? "")).toMatchObject({
      updateId: id,
      from: OLD.imageId,
      to: NEW.imageId,
      release: NEW.release,
    });
    const files = await world.parts.github.compare(AT, "main", target.branch);
    expect(files).toMatchObject([{ path: target.path, additions: 1, deletions: 1 }]);
    expect(files[0]?.patch).toContain(`-${line(OLD.imageId)}\n+${line(NEW.imageId)}`);
    expect(change).toMatchObject({ line: 7, before: line(OLD.imageId), after: line(NEW.imageId) });
    const { body } = await world.as("octavia", "GET", `/commits/${found?.head.commit}`);
    expect(body.commit.verification.verified).toBe(true);
    expect(body.author.login).toBe("switchyard[bot]");
    expect(await world.record(id)).toMatchObject({ pull, proposal: change });
  });

  test("that is repeated changes nothing and asks GitHub nothing", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const first = await propose(id);
    const head = await world.parts.github.readBranch(AT, target.branch);
    release("github.counts");
    expect(await propose(id)).toEqual(first);
    expect(gitHubCalls()).toEqual([]);
    expect(await propose(id, true)).toEqual(first);
    expect(await world.parts.github.readBranch(AT, target.branch)).toBe(head);
    expect(gitHubCalls().map((each) => each.operation)).not.toContain("updatePull");
    // Main goes on elsewhere: only who asks for it gets the branch moved onto that.
    const main = await world.put("other.md", target.cluster);
    await propose(id);
    expect(await world.parts.github.readBranch(AT, target.branch)).toBe(head);
    await propose(id, true);
    expect(await world.parts.github.listCommits(AT, "main", target.branch)).toMatchObject([
      { parents: [main], author: "switchyard[bot]" },
    ]);
    expect(await world.pullsOf(target.branch)).toMatchObject([{ state: "open" }]);
    expect(await world.pullsOf(target.branch)).toHaveLength(1);
  });

  test("says something else after it was analysed again", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const { pull } = await propose(id);
    await world.as("mona", "POST", `/issues/${pull?.number}/labels`, { labels: ["please-hurry"] });
    const { analysis } = await world.record(id);
    if (!analysis) throw new Error("It was analysed.");
    await world.parts.store.saveAnalysis(id, { ...analysis, risk: 5, summary: "Not so routine." });
    await propose(id);
    const [again] = await world.pullsOf(target.branch);
    expect(again?.number).toBe(pull?.number);
    expect(again?.body).toContain("Not so routine");
    expect(again?.labels.sort()).toEqual(["ami-update", "please-hurry", "risk:5"]);
  });

  test("tried dry writes nothing and keeps what would have been written", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target, { dryRun: true });
    const { pull, change } = await propose(id);
    expect(pull).toBeUndefined();
    expect(change).toMatchObject({ before: line(OLD.imageId), after: line(NEW.imageId) });
    expect((await world.record(id)).proposal).toEqual(change);
    expect(await world.parts.github.readBranch(AT, target.branch)).toBeUndefined();
    expect(await world.pullsOf(target.branch)).toEqual([]);
    expect(await world.read(target.path, "main")).toContain(OLD.imageId);
  });
});

describe("a newer image", () => {
  test("takes the open pull request over, and decides the older update", async () => {
    const target = await world.aTarget();
    const older = await world.anUpdate(target);
    const { pull } = await propose(older);
    // Main goes on meanwhile, in this file too.
    await world.put(target.path, aManifest(OLD.imageId ?? "", "  tags: {team: platform}\n"));
    const newer = await world.anUpdate(target, { to: NEWER });
    expect((await propose(newer)).pull).toEqual(pull);
    const pulls = await world.pullsOf(target.branch);
    expect(pulls).toMatchObject([{ number: pull?.number, state: "open" }]);
    expect(readMarker(pulls[0]?.body ?? "")?.updateId).toBe(newer);
    expect(pulls[0]?.title).toContain(NEWER.release);
    expect(await world.parts.github.listCommits(AT, "main", target.branch)).toHaveLength(1);
    const files = await world.parts.github.compare(AT, "main", target.branch);
    expect(files).toMatchObject([{ path: target.path, additions: 1, deletions: 1 }]);
    expect(files[0]?.patch).toContain(`+${line(NEWER.imageId)}`);
    expect(await world.record(older)).toMatchObject({
      decision: "superseded",
      decidedBy: "policy",
    });
    expect((await world.record(newer)).decision).toBeUndefined();
  });

  test("is not taken back by an older run that comes late", async () => {
    const target = await world.aTarget();
    const older = await world.anUpdate(target);
    const newer = await world.anUpdate(target, { to: NEWER });
    const { pull } = await propose(newer);
    await propose(older);
    expect(readMarker((await world.pullsOf(target.branch))[0]?.body ?? "")?.updateId).toBe(newer);
    expect(await world.pullsOf(target.branch)).toMatchObject([{ number: pull?.number }]);
    expect((await world.record(older)).decision).toBe("superseded");
    expect((await world.record(newer)).decision).toBeUndefined();
  });

  test("gets a pull request of its own when the one before was closed or merged", async () => {
    const target = await world.aTarget();
    const first = await world.anUpdate(target);
    const { pull } = await propose(first);
    await world.as("mona", "PATCH", `/pulls/${pull?.number}`, { state: "closed" });
    const second = await world.anUpdate(target, { to: NEWER });
    const next = (await propose(second)).pull;
    expect(next?.number).not.toBe(pull?.number);
    expect((await world.record(first)).decision).toBeUndefined();
    const open = await world.parts.github.readPull(AT, next?.number ?? 0);
    await world.parts.github.merge(AT, next?.number ?? 0, {
      expectedHead: open?.head.commit ?? "",
      title: "Merge it",
      message: "",
    });
    expect(await world.read(target.path, "main")).toContain(NEWER.imageId);
    const third = await world.anUpdate(target, { from: NEWER, to: NEW });
    expect((await propose(third)).pull?.number).toBeGreaterThan(next?.number ?? 0);
    const files = await world.parts.github.compare(AT, "main", target.branch);
    expect(files).toMatchObject([{ additions: 1, deletions: 1 }]);
  });
});

describe("what is in the way is a clear problem, and nothing is half done", () => {
  async function expectProblem(id: string, why: RegExp, refresh?: boolean): Promise<void> {
    await expect(propose(id, refresh)).rejects.toThrow(why);
    expect(await problemOf(id)).toMatch(why);
  }
  async function expectUntouched(branch: string): Promise<void> {
    expect(await world.parts.github.readBranch(AT, branch)).toBeUndefined();
    expect(await world.pullsOf(branch)).toEqual([]);
  }

  test("a person has committed to the branch", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const { pull } = await propose(id);
    const theirs = await world.put(target.path, aManifest("ami-0123"), target.branch, "mona");
    await expectProblem(
      id,
      /^mona has committed to ami-update\/c\d+\/default, so it is left alone/,
      true,
    );
    const newer = await world.anUpdate(target, { to: NEWER });
    await expectProblem(newer, /mona has committed/);
    expect(await world.parts.github.readBranch(AT, target.branch)).toBe(theirs);
    const [kept] = await world.pullsOf(target.branch);
    expect(kept).toMatchObject({ number: pull?.number, state: "open" });
    expect(readMarker(kept?.body ?? "")?.updateId).toBe(id);
    expect((await world.record(id)).decision).toBeUndefined();
  });

  test("somebody else's pull request is on the branch, with our marker in it", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const head = await world.parts.github.readBranch(AT, "main");
    await world.parts.github.createBranch(AT, target.branch, head ?? "");
    await world.put(target.path, aManifest("ami-0123"), target.branch, "mallory");
    const marker = `<!-- ami-update {"v":1,"updateId":"${id}","cluster":"${target.cluster}","nodeClass":"default","from":"a","to":"b","release":"c"} -->`;
    await world.as("mallory", "POST", "/pulls", {
      title: "Trust me",
      body: marker,
      head: target.branch,
      base: "main",
    });
    await expectProblem(id, /^Pull request #\d+ by mallory uses the branch/);
    expect((await world.record(id)).pull).toBeUndefined();
  });

  test("the file was moved", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const { body } = await world.as("mona", "GET", `/contents/${target.path}`);
    const gone = { message: "Move it", sha: body.sha, branch: "main" };
    await world.as("mona", "DELETE", `/contents/${target.path}`, gone);
    await expectProblem(
      id,
      /has no file clusters\/c\d+\/nodeclass\.yaml on main: it was moved or removed/,
    );
    await expectUntouched(target.branch);
  });

  test("the old value is gone, or the new one is there already", async () => {
    const target = await world.aTarget(aManifest("ami-0ffffffffffffffff"));
    const id = await world.anUpdate(target);
    await expectProblem(id, /names ami-0f+ instead of ami-0a+: it was changed meanwhile/);
    await world.put(target.path, aManifest(NEW.imageId ?? ""));
    await expectProblem(id, /names ami-0b+ already; there is nothing to propose/);
    await expectUntouched(target.branch);
  });

  test("the manifest cannot be changed", async () => {
    const target = await world.aTarget(aManifest("{{ .Values.ami }}"));
    const id = await world.anUpdate(target);
    await expectProblem(id, /cannot be changed\. The manifest is a template/);
    await expectUntouched(target.branch);
  });

  test("the rules refuse it, until somebody overrides them", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target, { analysis: { autoRejected: "Risk 9 of at most 7." } });
    await expectProblem(id, /The rules refuse this update: Risk 9/);
    await expectUntouched(target.branch);
    const override = { by: "a@example.com", reason: "urgent", at: new Date().toISOString() };
    await world.parts.store.saveOverride(id, override);
    expect((await propose(id)).pull).toBeDefined();
    expect(await problemOf(id)).toBeUndefined();
  });

  test("a rule protects our own branch", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const rule = {
      required_status_checks: null,
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    };
    const path = `/branches/${target.branch}/protection`;
    const head = await world.parts.github.readBranch(AT, "main");
    await world.parts.github.createBranch(AT, target.branch, head ?? "");
    expect((await world.as("mona", "PUT", path, rule)).status).toBe(200);
    await expectProblem(id, /A rule on platform\/eks-config protects the branch/);
    expect(await world.pullsOf(target.branch)).toEqual([]);
    await world.as("mona", "DELETE", path);
    expect((await propose(id)).pull).toBeDefined();
  });

  test("what it was proposed on conflicts by now: brought up to date, or said", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const { pull } = await propose(id);
    const manifest = aManifest(OLD.imageId ?? "").replace("recommended image", "pinned by hand");
    await world.put(target.path, manifest);
    const now = () => world.parts.github.readPull(AT, pull?.number ?? 0);
    // GitHub works it out when it is asked.
    await waitFor("the conflict", async () => (await now())?.mergeable === false);
    await expect(
      world.parts.github.merge(AT, pull?.number ?? 0, {
        expectedHead: (await now())?.head.commit ?? "",
        title: "t",
        message: "",
      }),
    ).rejects.toThrow(/conflicts with its base branch/);
    const { change } = await propose(id, true);
    expect(change?.after).toContain("pinned by hand");
    await waitFor("no conflict", async () => (await now())?.mergeable === true);
    expect((await now())?.state).toBe("open");
    await world.put(target.path, manifest.replace(OLD.imageId ?? "", "ami-0eeee"));
    await expectProblem(id, /names ami-0eeee instead of/, true);
  });
});

describe("GitHub fails", () => {
  const faults = async (...rules: object[]) => {
    const body = JSON.stringify({ rules: rules.map((rule) => ({ service: "github", ...rule })) });
    const { ok } = await fetch(`${world.lab.endpoint}/_lab/faults`, { method: "PUT", body });
    expect(ok).toBe(true);
  };
  afterEach(() => fetch(`${world.lab.endpoint}/_lab/faults`, { method: "DELETE" }));

  test.each([
    ["reading", { operation: "git/get-ref" }],
    ["making the branch", { operation: "git/create-ref" }],
    ["opening the pull request", { operation: "pulls/create" }],
    ["labelling it", { operation: "issues/add-labels" }],
  ])("while %s: the problem is told, and the next run finishes", async (_step, rule) => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    await faults({ ...rule, kind: "error", status: 500 });
    await expect(propose(id)).rejects.toMatchObject({ code: "upstream", retryable: true });
    expect(await problemOf(id)).toMatch(/^GitHub /);
    await faults();
    const { pull } = await propose(id);
    const pulls = await world.pullsOf(target.branch);
    expect(pulls).toMatchObject([{ number: pull?.number }]);
    expect(pulls[0]?.labels.sort()).toEqual(["ami-update", "risk:2"]);
    expect(await problemOf(id)).toBeUndefined();
  });

  test("refuses the App's token", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    await faults({ kind: "error", status: 401, code: "Unauthorized" });
    await expect(propose(id)).rejects.toThrow(/refused the App's token/);
    expect(await problemOf(id)).toMatch(/refused the App's token/);
    await faults();
    expect((await propose(id)).pull).toBeDefined();
  });
});

test("a branch is moved only from where it was seen", async () => {
  const target = await world.aTarget();
  const main = await world.parts.github.readBranch(AT, "main");
  await world.parts.github.createBranch(AT, target.branch, main ?? "");
  const theirs = await world.put("theirs.md", "theirs", target.branch, "mona");
  const move = (expected = "") =>
    world.parts.github.resetBranch(AT, target.branch, main ?? "", expected);
  await expect(move(main)).rejects.toMatchObject({ code: "stale" });
  expect(await world.parts.github.readBranch(AT, target.branch)).toBe(theirs);
  await move(theirs);
  expect(await world.parts.github.readBranch(AT, target.branch)).toBe(main);
});

describe("at once", () => {
  test("a hundred runs of one update make one pull request", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const results = await Promise.all(Array.from({ length: 100 }, () => propose(id)));
    expect(new Set(results.map((each) => each.pull?.number)).size).toBe(1);
    expect(await world.pullsOf(target.branch)).toHaveLength(1);
    expect(await world.parts.github.listCommits(AT, "main", target.branch)).toHaveLength(1);
  });

  test("without any lock of ours GitHub's own keeps it one", async () => {
    const target = await world.aTarget();
    const id = await world.anUpdate(target);
    const store = {
      ...world.parts.store,
      exclusively: <T>(_: string, work: () => Promise<T>) => work(),
    };
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => proposeUpdate({ ...world.parts, store }, { updateId: id })),
    );
    expect(results.some((each) => each.status === "fulfilled")).toBe(true);
    expect(await world.pullsOf(target.branch)).toHaveLength(1);
    expect(await world.parts.github.listCommits(AT, "main", target.branch)).toHaveLength(1);
  });
});
