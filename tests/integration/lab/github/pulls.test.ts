import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aHub, aPull, CONFIG, FILE, type Hub, headOf, putFile, refusal } from "./a-hub.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await aHub();
  await putFile(hub, { content: "one\ntwo\nthree\n" });
});
afterAll(() => hub?.lab.stop());

const read = async (number: number) =>
  (
    await hub.bot.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...CONFIG,
      pull_number: number,
    })
  ).data;
const mergeable = (number: number, state: string) =>
  waitFor(`pull request ${number} to be ${state}`, async () => {
    const pull = await read(number);
    return pull.mergeable_state === state && pull;
  });
const merge = (number: number, more: object = {}, who = hub.bot) =>
  who.request("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
    ...CONFIG,
    pull_number: number,
    ...more,
  });
const open = (head: string, base = "main") =>
  hub.bot.request("POST /repos/{owner}/{repo}/pulls", { ...CONFIG, title: "T", head, base });
const list = async (query: object) =>
  (await hub.bot.request("GET /repos/{owner}/{repo}/pulls", { ...CONFIG, ...query })).data;
const change = (number: number, what: object) =>
  hub.bot.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...CONFIG,
    pull_number: number,
    ...what,
  });

describe("a pull request", () => {
  it("is opened once, from a branch that brings something", async () => {
    await putFile(hub, { branch: "once", content: "once\ntwo\nthree\n" });
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => open("once")));
    const made = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value.data] : []));
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      state: "open",
      mergeable: null,
      mergeable_state: "unknown",
      user: { login: "switchyard[bot]", type: "Bot" },
    });
    expect(await refusal(open("platform:once"))).toMatchObject({
      status: 422,
      errors: [{ message: "A pull request already exists for platform:once." }],
    });
    expect(await refusal(open("main"))).toMatchObject({
      errors: [{ message: "No commits between main and main" }],
    });
    expect(await refusal(open("nowhere"))).toMatchObject({ errors: [{ field: "head" }] });
    await change(made[0]?.number ?? 0, { state: "closed" });
  });

  it("is listed by state, head and base", async () => {
    const { number } = await aPull(hub, "listed", "listed\n");
    const head = "platform:listed";
    expect((await list({ head })).map((one) => one.number)).toEqual([number]);
    expect(await list({ head, base: "other" })).toEqual([]);
    await change(number, { state: "closed", title: "Closed now" });
    expect(await list({ head })).toEqual([]);
    expect((await list({ head, state: "closed" })).map((one) => one.title)).toEqual(["Closed now"]);
    const newest = await list({ state: "all", sort: "created", direction: "desc", per_page: 1 });
    expect(newest.map((one) => one.number)).toEqual([number]);
    await change(number, { state: "open" });
    expect((await list({ head })).map((one) => one.closed_at)).toEqual([null]);
  });

  it("has texts no longer than GitHub takes", async () => {
    const { number } = await aPull(hub, "wordy", "wordy\n");
    await change(number, { body: "x".repeat(65_536) });
    expect(await refusal(change(number, { body: "x".repeat(65_537) }))).toMatchObject({
      status: 422,
      errors: [{ field: "body", message: "body is too long (maximum is 65536 characters)" }],
    });
    expect((await refusal(change(number, { title: "x".repeat(257) }))).status).toBe(422);
    expect((await refusal(change(number, { title: " " }))).status).toBe(422);
  });

  it("tells what it changes", async () => {
    const { number, head } = await aPull(hub, "told", "one\ntwo\nthree\nfour\n");
    const pull = await read(number);
    expect(pull).toMatchObject({
      commits: 1,
      additions: 1,
      deletions: 0,
      changed_files: 1,
      head: { sha: head },
    });
    const { data: files } = await hub.bot.request(
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
      { ...CONFIG, pull_number: number },
    );
    expect(files.map((one) => one.patch)).toEqual(["@@ -1,3 +1,4 @@\n one\n two\n three\n+four"]);
  });

  it("takes comments, labels and reviews", async () => {
    const { number } = await aPull(hub, "talk", "talk\n");
    const issue = { ...CONFIG, issue_number: number };
    await hub.bot.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
      ...issue,
      labels: ["ami-update", "risk:3"],
    });
    await hub.bot.request("DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", {
      ...issue,
      name: "risk:3",
    });
    expect((await read(number)).labels.map((one) => one.name)).toEqual(["ami-update"]);
    await hub.bot.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...issue,
      body: "Superseded.",
    });
    const { data: comments } = await hub
      .person()
      .request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", issue);
    expect(comments).toMatchObject([{ body: "Superseded.", user: { login: "switchyard[bot]" } }]);
    const own = hub.bot.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
      ...CONFIG,
      pull_number: number,
      event: "APPROVE",
    });
    expect((await refusal(own)).status).toBe(422);
  });

  it("is closed with its branch and cannot be opened without it", async () => {
    const { number } = await aPull(hub, "short-lived", "short\n");
    await hub.bot.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", {
      ...CONFIG,
      ref: "heads/short-lived",
    });
    expect(await read(number)).toMatchObject({ state: "closed", merged: false });
    expect((await refusal(change(number, { state: "open" }))).errors?.[0]?.message).toContain(
      "branch has been deleted",
    );
  });
});

describe("merging", () => {
  it("makes a merge commit on the base, once, of the head that was seen", async () => {
    const { number, head } = await aPull(hub, "good", "good\ntwo\nthree\n");
    expect(await mergeable(number, "clean")).toMatchObject({ mergeable: true });
    expect(await refusal(merge(number, { sha: "3".repeat(40) }))).toMatchObject({
      status: 409,
      message: "Head branch was modified. Review and try the merge again.",
    });
    const base = await headOf(hub, "main");
    const { data } = await merge(number, {
      sha: head,
      commit_title: "Take it",
      commit_message: "All of it",
    });
    expect(data).toMatchObject({ merged: true, message: "Pull Request successfully merged" });
    const { data: commit } = await hub.bot.request("GET /repos/{owner}/{repo}/commits/{ref}", {
      ...CONFIG,
      ref: "main",
    });
    expect(commit.sha).toBe(data.sha);
    expect(commit.parents.map((one) => one.sha)).toEqual([base, head]);
    expect(commit.commit.message).toBe("Take it\n\nAll of it");
    expect(await read(number)).toMatchObject({
      state: "closed",
      merged: true,
      merge_commit_sha: data.sha,
      merged_by: { login: "switchyard[bot]" },
    });
    expect(await refusal(merge(number))).toMatchObject({
      status: 405,
      message: "Pull Request is not mergeable",
    });
  });

  it("squashes to one commit by whoever did it", async () => {
    const { number } = await aPull(hub, "squashed", "squashed\ntwo\nthree\n");
    const base = await headOf(hub, "main");
    const { data } = await merge(number, { merge_method: "squash" }, hub.person("dana"));
    const { data: commit } = await hub.bot.request("GET /repos/{owner}/{repo}/commits/{ref}", {
      ...CONFIG,
      ref: data.sha,
    });
    expect(commit.parents.map((one) => one.sha)).toEqual([base]);
    expect(commit.author?.login).toBe("dana");
    expect((await read(number)).merged_by?.login).toBe("dana");
    expect((await refusal(merge(number, { merge_method: "rebase" }))).status).toBe(405);
  });

  it("is refused where git finds a conflict", async () => {
    const { number } = await aPull(hub, "conflict", "theirs\n");
    await putFile(hub, { content: "ours\n" });
    expect(await mergeable(number, "dirty")).toMatchObject({ mergeable: false });
    expect(await refusal(merge(number))).toMatchObject({
      status: 405,
      message: "Pull Request is not mergeable",
    });
    expect((await read(number)).state).toBe("open");
  });

  it("waits for what protects the base", async () => {
    const { number, head } = await aPull(hub, "guarded", "guarded\n", "guarded.txt");
    const protection = { ...CONFIG, branch: "main" };
    await hub.person().request("PUT /repos/{owner}/{repo}/branches/{branch}/protection", {
      ...protection,
      required_status_checks: { strict: true, contexts: ["ci"] },
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    });
    await mergeable(number, "blocked");
    expect((await refusal(merge(number))).message).toBe(
      "At least 1 approving review is required by reviewers with write access.",
    );
    await hub.person("dana").request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
      ...CONFIG,
      pull_number: number,
      event: "APPROVE",
    });
    expect((await refusal(merge(number))).message).toBe('Required status check "ci" is expected.');
    await hub.person().request("POST /repos/{owner}/{repo}/check-runs", {
      ...CONFIG,
      name: "ci",
      head_sha: head,
      status: "in_progress",
    });
    expect((await refusal(merge(number))).message).toBe(
      'Required status check "ci" is in progress.',
    );
    await hub.person().request("POST /repos/{owner}/{repo}/statuses/{sha}", {
      ...CONFIG,
      sha: head,
      context: "ci",
      state: "success",
    });
    await mergeable(number, "clean");
    expect((await refusal(putFile(hub, { content: "direct\n" }))).message).toContain(
      "Changes must be made through a pull request.",
    );
    const { data: checks } = await hub.bot.request(
      "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
      { ...CONFIG, ref: head },
    );
    expect(checks.check_runs.map((one) => one.name)).toEqual(["ci"]);
    const { data: status } = await hub.bot.request(
      "GET /repos/{owner}/{repo}/commits/{ref}/status",
      { ...CONFIG, ref: head },
    );
    expect(status).toMatchObject({ state: "success", total_count: 1 });
    await merge(number);
    await hub
      .person()
      .request("DELETE /repos/{owner}/{repo}/branches/{branch}/protection", protection);
  });

  it("wants a strict branch to have all of its base", async () => {
    const { number, head } = await aPull(hub, "left-behind", "behind\n", "behind.txt");
    await putFile(hub, { path: "elsewhere.txt", content: "x" });
    const protection = { ...CONFIG, branch: "main" };
    await hub.person().request("POST /repos/{owner}/{repo}/statuses/{sha}", {
      ...CONFIG,
      sha: head,
      context: "ci",
      state: "success",
    });
    await hub.person().request("PUT /repos/{owner}/{repo}/branches/{branch}/protection", {
      ...protection,
      required_status_checks: { strict: true, contexts: ["ci"] },
      enforce_admins: false,
      required_pull_request_reviews: null,
      restrictions: null,
    });
    await mergeable(number, "behind");
    expect((await refusal(merge(number))).status).toBe(405);
    await hub
      .person()
      .request("DELETE /repos/{owner}/{repo}/branches/{branch}/protection", protection);
    await mergeable(number, "clean");
  });
});

describe("git over HTTP", () => {
  const url = () => `${hub.lab.endpoint}/_lab/git/eks-config.git`;
  const git = (folder: string, ...args: string[]) =>
    execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "P",
        GIT_AUTHOR_EMAIL: "p@example.com",
        GIT_COMMITTER_NAME: "P",
        GIT_COMMITTER_EMAIL: "p@example.com",
      },
    }).trim();

  it("does to a pull request what the API does", async () => {
    const { number, head } = await aPull(hub, "pushed", "pushed\n", "pushed.txt");
    const folder = join(hub.lab.stateDir, "clone");
    mkdirSync(folder);
    git(folder, "clone", "--quiet", "--branch", "pushed", url(), ".");
    mkdirSync(join(folder, dirname(FILE)), { recursive: true });
    writeFileSync(join(folder, "pushed.txt"), "by hand\n");
    git(folder, "commit", "--quiet", "-am", "By hand");
    git(folder, "push", "--quiet", "origin", "pushed");
    const pushed = git(folder, "rev-parse", "HEAD");
    expect(pushed).not.toBe(head);
    expect(await read(number)).toMatchObject({ head: { sha: pushed }, commits: 2 });
    git(folder, "checkout", "--quiet", "main");
    git(folder, "merge", "--quiet", "--no-ff", "-m", "By hand too", "pushed");
    git(folder, "push", "--quiet", "origin", "main");
    expect(await read(number)).toMatchObject({
      state: "closed",
      merged: true,
      merge_commit_sha: git(folder, "rev-parse", "HEAD"),
    });
  });

  it("lands no source in the pipelines' bucket", async () => {
    const listed = await fetch(`${hub.lab.endpoint}/code-build-source-lab?list-type=2`);
    expect(await listed.text()).not.toContain("eks-config");
  });

  it("and everything else is there after a kill, with what the kill kept from being done", async () => {
    const { number } = await aPull(hub, "killed", "killed\n", "killed.txt");
    await hub.lab.kill();
    const bare = join(hub.lab.stateDir, "scm", "repositories", "eks-config.git");
    const folder = join(hub.lab.stateDir, "clone");
    git(folder, "fetch", "--quiet", bare, "+refs/heads/*:refs/remotes/origin/*");
    git(folder, "checkout", "--quiet", "-B", "main", "origin/main");
    git(folder, "merge", "--quiet", "--no-ff", "-m", "While it was away", "origin/killed");
    git(folder, "push", "--quiet", bare, "main");
    await hub.lab.restart();
    expect(await read(number)).toMatchObject({ merged: true, state: "closed" });
  });
});
