import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GitHub } from "@/server/github/contracts";
import { gitHubCalls } from "@/server/github/count-calls";
import { gitHub } from "@/server/github/github";
import { AppError } from "@/server/platform/errors";
import { release } from "@/server/platform/held";
import { serialiseError } from "@/server/platform/log";
import { freePort } from "../../../scripts/processes/free-port.ts";
import { type GitHubServer, startGitHubServer } from "../../fixtures/ami-updates/github-server";

const AT = { owner: "platform", name: "eks-config" };
const FILE = "/repos/platform/eks-config/contents/clusters/dev/nodeclass.yaml?ref=main";
const aFile = (text: string) => ({
  type: "file",
  encoding: "base64",
  content: Buffer.from(text).toString("base64"),
  size: text.length,
  sha: "b10b",
});

let server: GitHubServer;
let github: GitHub;
const open = (more: object = {}) =>
  gitHub({ apiUrl: server.url, app: { id: "7", privateKey: server.privateKey }, ...more });
const read = (from = github) => from.readFile(AT, "clusters/dev/nodeclass.yaml", "main");

beforeEach(async () => {
  release("github.counts");
  server = await startGitHubServer();
  github = open();
});
afterEach(() => server.close());

async function refusal(asked: Promise<unknown>): Promise<AppError> {
  const error = await asked.then(
    () => expect.fail("It was not refused."),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

describe("tokens", () => {
  test("are for one repository and what the call does, and are used again", async () => {
    server.on(`GET ${FILE}`, { body: aFile("kind: x") });
    server.on("PUT /repos/platform/eks-config/pulls/5/merge", { body: { sha: "m1" } });
    expect((await read())?.bytes.toString()).toBe("kind: x");
    await read();
    expect(server.tokens).toEqual([
      { repositories: ["eks-config"], permissions: { contents: "read" } },
    ]);
    const merged = { expectedHead: "h1", title: "t", message: "m" };
    expect(await github.merge(AT, 5, merged)).toBe("m1");
    expect(server.tokens[1]).toEqual({
      repositories: ["eks-config"],
      permissions: { contents: "write", pull_requests: "write" },
    });
    expect(await github.appLogin()).toBe("switchyard-test[bot]");
  });

  test.each([
    ["base64 of the PEM", (pem: string) => Buffer.from(pem).toString("base64")],
    ["a PEM in one line", (pem: string) => pem.replaceAll("\n", "\\n")],
  ])("come with the key as %s", async (_form, write) => {
    server.on(`GET ${FILE}`, { body: aFile("x") });
    const app = { id: "7", privateKey: write(server.privateKey) };
    expect((await read(open({ app })))?.blobSha).toBe("b10b");
  });

  test("are never for writing in a part that only reads", async () => {
    const reader = open({ readOnly: true });
    server.on(`GET ${FILE}`, { body: aFile("x") });
    await read(reader);
    for (const asked of [
      reader.createBranch(AT, "b", "c"),
      reader.comment(AT, 1, "x"),
      reader.updatePull(AT, 1, { state: "closed" }),
      reader.deleteBranch(AT, "b"),
      reader.merge(AT, 1, { expectedHead: "h", title: "t", message: "m" }),
    ])
      expect((await refusal(asked)).code).toBe("forbidden");
    expect(server.tokens.every((each) => !JSON.stringify(each).includes("write"))).toBe(true);
    expect(server.seen.every((each) => each.method === "GET")).toBe(true);
  });

  test("that were revoked are asked for anew, once", async () => {
    server.on(`GET ${FILE}`, { body: aFile("x") });
    await read();
    server.revokeTokens();
    expect((await read())?.blobSha).toBe("b10b");
    expect(server.tokens).toHaveLength(2);
  });

  test("a key that is none, and no key at all", async () => {
    const app = { id: "7", privateKey: "c2VjcmV0IGtleSBtYXRlcmlhbA==" };
    expect(() => open({ app })).toThrow("The GitHub App's private key is not a PEM key.");
    const error = await refusal(open({ app: undefined }).createBranch(AT, "b", "c"));
    expect(error.message).toMatch(/not installed on platform\/eks-config|not configured/);
  });
});

describe("repositories without the App", () => {
  const NOTES = { owner: "awslabs", name: "amazon-eks-ami" };
  const TAG = "/repos/awslabs/amazon-eks-ami/releases/tags/v20260714";
  const aRelease = {
    tag_name: "v20260714",
    name: null,
    html_url: "u",
    published_at: null,
    body: "b",
  };

  test("public ones are read with a token that may do nothing else", async () => {
    server.on(`GET ${TAG}`, { body: { ...aRelease, prerelease: false } });
    server.on("GET /repos/awslabs/amazon-eks-ami", { body: { id: 1 } });
    expect((await github.readRelease(NOTES, "v20260714"))?.tag).toBe("v20260714");
    expect(server.tokens).toEqual([{ permissions: { metadata: "read" } }]);
    expect(await github.readRelease(NOTES, "v20990101")).toBeUndefined();
  });

  test("public ones are read without any App, too", async () => {
    server.on(`GET ${TAG}`, { body: { ...aRelease, prerelease: false } });
    const anonymous = open({ app: undefined });
    expect((await anonymous.readRelease(NOTES, "v20260714"))?.body).toBe("b");
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  test("private ones, and writes, say where the App is missing", async () => {
    const told = "The GitHub App is not installed on platform/other.";
    const other = { owner: "platform", name: "other" };
    expect((await refusal(github.readBranch(other, "main"))).message).toBe(told);
    expect((await refusal(github.createBranch(other, "b", "c"))).message).toBe(told);
  });
});

describe("what did not change", () => {
  test("is asked for with its ETag and answered from memory", async () => {
    server.on(`GET ${FILE}`, ({ headers }) =>
      headers["if-none-match"] === '"v1"'
        ? { status: 304 }
        : { body: aFile("one"), headers: { etag: '"v1"' } },
    );
    for (let round = 0; round < 3; round += 1) expect((await read())?.bytes.toString()).toBe("one");
    expect(server.seen.map((each) => each.headers["if-none-match"])).toEqual([
      undefined,
      '"v1"',
      '"v1"',
    ]);
    expect(gitHubCalls()).toEqual([
      { operation: "readFile", calls: 3, requests: 3, unchanged: 2, failed: 0, throttled: 0 },
    ]);
    server.on(`GET ${FILE}`, { body: aFile("two"), headers: { etag: '"v2"' } });
    expect((await read())?.bytes.toString()).toBe("two");
  });

  test("a large file comes by its blob", async () => {
    server.on(`GET ${FILE}`, { body: { ...aFile(""), encoding: "none", size: 2_000_000 } });
    const content = Buffer.from("large").toString("base64");
    server.on("GET /repos/platform/eks-config/git/blobs/b10b", {
      body: { content, encoding: "base64" },
    });
    expect((await read())?.bytes.toString()).toBe("large");
    server.on(`GET ${FILE}`, { body: { ...aFile(""), size: 6_000_000 } });
    expect((await refusal(read())).message).toMatch(/larger than 5 MB/);
    server.on(`GET ${FILE}`, { body: [] });
    expect((await refusal(read())).message).toMatch(/is not a file/);
  });
});

describe("a failure is one sentence", () => {
  const soon = String(Math.floor(Date.parse("2099-01-01T14:05:00Z") / 1_000));
  const CASES: [string, object, Partial<AppError> & { text: RegExp }][] = [
    [
      "used up",
      {
        status: 403,
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": soon },
        body: { message: "API rate limit exceeded" },
      },
      {
        code: "throttled",
        retryable: true,
        text: /^GitHub's rate limit is used up until 14:05 UTC\.$/,
      },
    ],
    [
      "too fast",
      {
        status: 403,
        headers: { "retry-after": "60" },
        body: { message: "You have exceeded a secondary rate limit" },
      },
      { code: "throttled", retryable: true, text: /until \d\d:\d\d UTC/ },
    ],
    [
      "no permission",
      { status: 403, body: { message: "Resource not accessible by integration" } },
      { code: "upstream", retryable: false, text: /lacks a permission for readFile/ },
    ],
    [
      "refused token",
      { status: 401, body: { message: "Bad credentials" } },
      { code: "upstream", retryable: false, text: /refused the App's token/ },
    ],
    [
      "broken",
      { status: 502, body: { message: "oops" } },
      { code: "upstream", retryable: true, text: /an error of its own/ },
    ],
    [
      "silent",
      { hang: true },
      { code: "upstream", retryable: true, text: /did not answer in time/ },
    ],
  ];
  test.each(CASES)("%s", async (_name, answer, { text, ...expected }) => {
    server.on(`GET ${FILE}`, answer);
    const began = Date.now();
    const error = await refusal(read(open({ deadlineMs: 1_200 })));
    expect(error).toMatchObject(expected);
    expect(error.message).toMatch(text);
    // The deadline bounds the retries, too.
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  test("away", async () => {
    const error = await refusal(
      read(open({ apiUrl: `http://127.0.0.1:${await freePort()}`, deadlineMs: 2_000 })),
    );
    expect(error).toMatchObject({ code: "upstream", retryable: true });
    expect(error.message).toBe("GitHub cannot be reached; try again in a moment.");
  });

  test("absent is no failure", async () => {
    expect(await read()).toBeUndefined();
    expect(await github.readPull(AT, 9)).toBeUndefined();
    expect(await github.isDescendant(AT, "a", "b")).toBeUndefined();
    await github.deleteBranch(AT, "gone");
  });

  test("a fault that passes is not noticed in a read, and a write is sent once only", async () => {
    server.on(`GET ${FILE}`, { status: 503 }, { body: aFile("x") });
    expect((await read())?.blobSha).toBe("b10b");
    server.on("POST /repos/platform/eks-config/git/refs", { status: 503 });
    expect((await refusal(github.createBranch(AT, "b", "c"))).effect).toBe("unknown");
    expect(server.seen.filter((each) => each.method === "POST")).toHaveLength(1);
  });

  test("of a merge", async () => {
    const how = { expectedHead: "h", title: "t", message: "m" };
    const merge = async (status: number, message: string) => {
      server.on("PUT /repos/platform/eks-config/pulls/5/merge", { status, body: { message } });
      return refusal(github.merge(AT, 5, how));
    };
    expect(
      await merge(409, "Head branch was modified. Review and try the merge again."),
    ).toMatchObject({ code: "stale" });
    expect(await merge(405, "Pull Request is not mergeable")).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/#5 conflicts with its base branch/),
    });
    expect(
      await merge(405, "At least 1 approving review is required by reviewers with write access."),
    ).toMatchObject({ code: "conflict", message: expect.stringMatching(/approving review/) });
  });

  test("a repository that allows no squash is merged in the way that it allows", async () => {
    server.on(
      "PUT /repos/platform/eks-config/pulls/5/merge",
      { status: 405, body: { message: "Squash merges are not allowed on this repository." } },
      { body: { sha: "m2" } },
    );
    const how = { expectedHead: "h", title: "t", message: "m" };
    expect(await github.merge(AT, 5, how)).toBe("m2");
    expect(server.seen.map((each) => each.body.merge_method)).toEqual(["squash", "merge"]);
  });

  test("and says nothing secret, down to its causes", async () => {
    const told: string[] = [];
    for (const answer of [{ status: 401 }, { status: 500 }, { status: 422 }, { hang: true }]) {
      server.on(`GET ${FILE}`, answer);
      const error = await refusal(read(open({ deadlineMs: 300 })));
      told.push(JSON.stringify(serialiseError(error)));
    }
    expect(told.join()).not.toMatch(/ghs_|BEGIN|eyJ/);
    expect(told).toHaveLength(4);
  });
});

describe("a commit", () => {
  const change = {
    branch: "ami-update/dev/default",
    path: "a.yaml",
    bytes: Buffer.from("new"),
    blobSha: "old-blob",
    expectedHead: "h1",
    message: "Title\n\nBody",
  };

  test("is made by GraphQL, with the head as its lock and no author of its own", async () => {
    server.on("POST /graphql", {
      body: { data: { createCommitOnBranch: { commit: { oid: "c1" } } } },
    });
    expect(await github.commitFile(AT, change)).toBe("c1");
    expect(server.seen[0]?.body.variables.input).toEqual({
      branch: { repositoryNameWithOwner: "platform/eks-config", branchName: change.branch },
      expectedHeadOid: "h1",
      message: { headline: "Title", body: "Body" },
      fileChanges: { additions: [{ path: "a.yaml", contents: "bmV3" }] },
    });
    server.on("POST /graphql", {
      body: {
        data: null,
        errors: [
          { type: "STALE_DATA", message: 'Expected branch to point to "h1" but it did not.' },
        ],
      },
    });
    expect(await refusal(github.commitFile(AT, change))).toMatchObject({ code: "stale" });
  });

  test("falls back to the contents API where the server has no such mutation", async () => {
    const head = "GET /repos/platform/eks-config/git/ref/heads/ami-update/dev/default";
    const contents = "PUT /repos/platform/eks-config/contents/a.yaml";
    server.on("POST /graphql", {
      body: {
        data: null,
        errors: [{ message: "Field 'createCommitOnBranch' doesn't exist on type 'Mutation'" }],
      },
    });
    server.on(head, { body: { object: { sha: "h1" } } });
    server.on(contents, { body: { commit: { sha: "c2" } } });
    expect(await github.commitFile(AT, change)).toBe("c2");
    expect(await github.commitFile(AT, change)).toBe("c2");
    const graphQl = server.seen.filter((each) => each.path === "/graphql");
    expect(graphQl).toHaveLength(1);
    expect(server.seen.at(-1)?.body).toMatchObject({ sha: "old-blob", branch: change.branch });
    server.on(head, { body: { object: { sha: "h2" } } });
    expect(await refusal(github.commitFile(AT, change))).toMatchObject({ code: "stale" });
    server.on(head, { body: { object: { sha: "h1" } } });
    server.on(contents, { status: 409, body: { message: "a.yaml does not match old-blob" } });
    expect(await refusal(github.commitFile(AT, change))).toMatchObject({ code: "stale" });
  });
});

test("checks are runs and statuses in one list", async () => {
  server.on("GET /repos/platform/eks-config/commits/c1/check-runs?per_page=100", {
    body: {
      check_runs: [
        { name: "lint", status: "completed", conclusion: "success", html_url: "u" },
        { name: "slow", status: "in_progress", conclusion: null },
        { name: "late", status: "queued", conclusion: null },
        { name: "off", status: "completed", conclusion: "skipped" },
        { name: "bad", status: "completed", conclusion: "timed_out" },
      ],
    },
  });
  server.on("GET /repos/platform/eks-config/commits/c1/status?per_page=100", {
    body: { statuses: [{ context: "old-ci", state: "error", target_url: "t" }] },
  });
  expect(await github.readChecks(AT, "c1")).toEqual([
    { name: "lint", state: "succeeded", url: "u" },
    { name: "slow", state: "running" },
    { name: "late", state: "queued" },
    { name: "off", state: "skipped" },
    { name: "bad", state: "failed" },
    { name: "old-ci", state: "failed", url: "t" },
  ]);
});
