import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aHub, base64, CONFIG, FILE, type Hub, headOf, putFile, refusal } from "./a-hub.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await aHub();
  await putFile(hub, { content: "one\ntwo\nthree\n" });
});
afterAll(() => hub?.lab.stop());

const get = async (ref?: string, headers: Record<string, string> = {}) => {
  const { data, headers: told } = await hub.bot.request(
    "GET /repos/{owner}/{repo}/contents/{path}",
    { ...CONFIG, path: FILE, ...(ref ? { ref } : {}), headers },
  );
  return {
    file: data as { content: string; sha: string; encoding: string },
    etag: told.etag ?? "",
  };
};
const put = (content: string, more: object) =>
  hub.bot.request("PUT /repos/{owner}/{repo}/contents/{path}", {
    ...CONFIG,
    path: FILE,
    message: "Put it",
    content: base64(content),
    ...more,
  });
const commitOn = (
  branch: string,
  expectedHeadOid: string,
  additions: object[],
  deletions?: object[],
) =>
  hub.bot.graphql<{ createCommitOnBranch: { commit: { oid: string; signature: object } } }>(
    `mutation ($input: CreateCommitOnBranchInput!) {
      createCommitOnBranch(input: $input) { commit { oid url signature { isValid wasSignedByGitHub } } }
    }`,
    {
      input: {
        branch: { repositoryNameWithOwner: "platform/eks-config", branchName: branch },
        message: { headline: "From GraphQL", body: "With a body" },
        fileChanges: { additions, deletions: deletions ?? [] },
        expectedHeadOid,
      },
    },
  );

describe("a file", () => {
  it("comes as base64, and raw to the byte", async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0x00, 0xff]);
    await hub.person().request("PUT /repos/{owner}/{repo}/contents/{path}", {
      ...CONFIG,
      path: "odd/päth +&.bin",
      message: "Bytes",
      content: bytes.toString("base64"),
    });
    const at = { ...CONFIG, path: "odd/päth +&.bin" };
    const { data } = await hub.bot.request("GET /repos/{owner}/{repo}/contents/{path}", at);
    expect(Buffer.from((data as { content: string }).content, "base64")).toEqual(bytes);
    const token = ((await hub.bot.auth({ type: "installation" })) as { token: string }).token;
    const raw = await fetch(
      `${hub.api}/repos/platform/eks-config/contents/odd/p%C3%A4th%20%2B%26.bin`,
      {
        headers: { authorization: `token ${token}`, accept: "application/vnd.github.raw+json" },
      },
    );
    expect(Buffer.from(await raw.arrayBuffer())).toEqual(bytes);
  });

  it("that did not change is 304, costs nothing, and is new after a change", async () => {
    const { etag } = await get();
    const before = (await hub.bot.request("GET /rate_limit")).data.rate.used;
    expect(await refusal(get(undefined, { "if-none-match": etag }))).toMatchObject({ status: 304 });
    expect((await hub.bot.request("GET /rate_limit")).data.rate.used).toBe(before);
    await putFile(hub, { content: "one\n2\nthree\n" });
    expect((await get(undefined, { "if-none-match": etag })).etag).not.toBe(etag);
  });

  it("that is not there, or is nowhere, is 404", async () => {
    expect(await refusal(get("no-such-branch"))).toMatchObject({ status: 404 });
    const path = "nothing.yaml";
    const asked = hub.bot.request("GET /repos/{owner}/{repo}/contents/{path}", { ...CONFIG, path });
    expect(await refusal(asked)).toMatchObject({ status: 404, message: "Not Found" });
    const out = hub.bot.request("GET /repos/{owner}/{repo}/contents/{path}", {
      ...CONFIG,
      path: "../../lab.sqlite",
    });
    expect((await refusal(out)).status).toBeGreaterThanOrEqual(400);
  });

  it("is written over only by who saw it last", async () => {
    const { file } = await get();
    expect(await refusal(put("x", {}))).toMatchObject({
      status: 422,
      message: expect.stringContaining('"sha" wasn\'t supplied'),
    });
    const stale = await refusal(put("x", { sha: "0".repeat(40) }));
    expect(stale).toMatchObject({
      status: 409,
      message: `${FILE} does not match ${"0".repeat(40)}`,
    });
    const { data, status } = await put("new\n", { sha: file.sha });
    expect(status).toBe(200);
    expect(data.commit).toMatchObject({
      message: "Put it",
      author: { name: "switchyard[bot]" },
      verification: { verified: true, reason: "valid" },
    });
    expect(await headOf(hub, "main")).toBe(data.commit.sha);
  });

  it("is written once when many write at once", async () => {
    const { file } = await get();
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => put(`racer ${n}\n`, { sha: file.sha })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const statuses = tries.flatMap((one) => (one.status === "rejected" ? [one.reason.status] : []));
    expect(new Set(statuses)).toEqual(new Set([409]));
  });

  it("can be deleted", async () => {
    await putFile(hub, { path: "gone.txt", content: "x" });
    const at = { ...CONFIG, path: "gone.txt" };
    const { data } = await hub.bot.request("GET /repos/{owner}/{repo}/contents/{path}", at);
    const { sha } = data as { sha: string };
    await hub.bot.request("DELETE /repos/{owner}/{repo}/contents/{path}", {
      ...at,
      sha,
      message: "Gone",
    });
    expect(
      await refusal(hub.bot.request("GET /repos/{owner}/{repo}/contents/{path}", at)),
    ).toMatchObject({ status: 404 });
  });
});

describe("createCommitOnBranch", () => {
  it("makes one verified commit of several files", async () => {
    await putFile(hub, { path: "old.txt", content: "x" });
    const head = await headOf(hub, "main");
    const { createCommitOnBranch: made } = await commitOn(
      "main",
      head,
      [
        { path: FILE, contents: base64("graph\n") },
        { path: "b.txt", contents: base64("b") },
      ],
      [{ path: "old.txt" }],
    );
    expect(made.commit.signature).toEqual({ isValid: true, wasSignedByGitHub: true });
    const { data } = await hub.bot.request("GET /repos/{owner}/{repo}/commits/{ref}", {
      ...CONFIG,
      ref: made.commit.oid,
    });
    expect(data.parents.map((one) => one.sha)).toEqual([head]);
    expect(data.commit.message).toBe("From GraphQL\n\nWith a body");
    expect(data.files?.map((one) => `${one.status} ${one.filename}`).sort()).toEqual([
      "added b.txt",
      `modified ${FILE}`,
      "removed old.txt",
    ]);
    expect(data.author).toMatchObject({ login: "switchyard[bot]", type: "Bot" });
  });

  it("refuses a branch that moved, in GitHub's words", async () => {
    const expected = "1".repeat(40);
    await expect(commitOn("main", expected, [])).rejects.toMatchObject({
      errors: [
        {
          type: "STALE_DATA",
          message: `Expected branch to point to "${expected}" but it did not.  Pull and try again.`,
        },
      ],
    });
    const head = await headOf(hub, "main");
    const race = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => commitOn("main", head, [{ path: FILE, contents: base64(`r${n}`) }])),
    );
    expect(race.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await expect(commitOn("nowhere", head, [])).rejects.toMatchObject({
      errors: [{ type: "NOT_FOUND" }],
    });
  });
});

describe("refs", () => {
  const ref = "refs/heads/ami-update/dev/default";
  it("are made once, moved forward, moved back by force only, and deleted", async () => {
    const first = await headOf(hub, "main");
    const make = () =>
      hub.bot.request("POST /repos/{owner}/{repo}/git/refs", { ...CONFIG, ref, sha: first });
    expect((await make()).data).toMatchObject({ ref, object: { type: "commit", sha: first } });
    expect(await refusal(make())).toMatchObject({
      status: 422,
      message: "Reference already exists",
    });
    const second = await putFile(hub, { content: "later\n" });
    const at = { ...CONFIG, ref: ref.slice(5) };
    const move = (sha: string, force = false) =>
      hub.bot.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", { ...at, sha, force });
    expect((await move(second)).data.object.sha).toBe(second);
    expect(await refusal(move(first))).toMatchObject({
      status: 422,
      message: "Update is not a fast forward",
    });
    expect((await move(first, true)).data.object.sha).toBe(first);
    expect(await refusal(move("2".repeat(40), true))).toMatchObject({
      status: 422,
      message: "Object does not exist",
    });
    await hub.bot.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", at);
    expect(
      await refusal(hub.bot.request("GET /repos/{owner}/{repo}/git/ref/{ref}", at)),
    ).toMatchObject({ status: 404 });
    expect(
      await refusal(hub.bot.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", at)),
    ).toMatchObject({
      status: 422,
      message: "Reference does not exist",
    });
  });

  it("are compared by what lies between", async () => {
    const base = await headOf(hub, "main");
    const head = await putFile(hub, { branch: "side", content: "side\n" });
    const compare = async (basehead: string) =>
      (
        await hub.bot.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
          ...CONFIG,
          basehead,
        })
      ).data;
    const ahead = await compare(`${base}...side`);
    expect(ahead).toMatchObject({ status: "ahead", ahead_by: 1, behind_by: 0, total_commits: 1 });
    expect(ahead.files).toHaveLength(1);
    expect(ahead.files?.[0]).toMatchObject({
      filename: FILE,
      status: "modified",
      additions: 1,
      deletions: 1,
    });
    expect(ahead.files?.[0]?.patch).toMatch(/^@@ -1 \+1 @@\n-.*\n\+side$/);
    expect((await compare(`side...${base}`)).status).toBe("behind");
    expect((await compare("side...side")).status).toBe("identical");
    await putFile(hub, { content: "main went on\n" });
    expect(await compare(`main...${head}`)).toMatchObject({
      status: "diverged",
      ahead_by: 1,
      behind_by: 1,
    });
    expect(await refusal(compare("main...nowhere"))).toMatchObject({ status: 404 });
  });
});
