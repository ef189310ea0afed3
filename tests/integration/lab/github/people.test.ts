import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLabCommand } from "../../../fixtures/run-lab-command.ts";
import { aHub, aPull, CONFIG, FILE, type Hub, IMAGES, putFile } from "./a-hub.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await aHub();
  await putFile(hub, { content: "one\n" });
});
afterAll(() => hub?.lab.stop());

const address = (number: number) =>
  `${hub.lab.endpoint}/_lab/github/platform/eks-config/pull/${number}`;
const page = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const press = (
  number: number,
  form: Record<string, string>,
  origin: string | undefined = hub.lab.endpoint,
) =>
  fetch(address(number), {
    method: "POST",
    redirect: "manual",
    headers: origin ? { origin } : {},
    body: new URLSearchParams({ login: "dana", ...form }),
  });
const read = async (number: number) =>
  (
    await hub.bot.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...CONFIG,
      pull_number: number,
    })
  ).data;

describe("a pull request's page", () => {
  it("shows what it says and changes, and nothing of it is active", async () => {
    const { number } = await aPull(hub, "shown", "one\n<script>alert(1)</script>\n");
    await hub.bot.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...CONFIG,
      pull_number: number,
      title: '<b>Bold</b> & "quoted"',
      body: "**markdown** <img src=x onerror=alert(1)>",
    });
    const { status, text, headers } = await page(address(number));
    expect(status).toBe(200);
    expect(text).toContain("&#60;script&#62;alert(1)");
    expect(text).toContain("**markdown** &#60;img");
    expect(text).not.toMatch(/<script|<img|<b>Bold/);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await page(address(9_999))).status).toBe(404);
  });

  it("lets a person merge, close and reopen", async () => {
    const { number, head } = await aPull(hub, "pressed", "pressed\n", "pressed.txt");
    expect((await press(number, { verb: "close" })).status).toBe(303);
    expect((await read(number)).state).toBe("closed");
    expect((await press(number, { verb: "reopen" })).status).toBe(303);
    const seen = await press(number, { verb: "merge", head: "4".repeat(40) });
    expect(seen.status).toBe(409);
    expect(await seen.text()).toContain("Head branch was modified.");
    expect((await press(number, { verb: "merge", head })).status).toBe(303);
    expect(await read(number)).toMatchObject({ merged: true, merged_by: { login: "dana" } });
    expect((await page(address(number))).text).toContain("dana merged it");
  });

  it("listens to no other page", async () => {
    const { number, head } = await aPull(hub, "guarded", "guarded\n", "guarded.txt");
    for (const origin of ["http://evil.example", "http://127.0.0.1:1", "null"]) {
      expect((await press(number, { verb: "merge", head }, origin)).status).toBe(403);
    }
    const silent = await fetch(address(number), {
      method: "POST",
      body: new URLSearchParams({ login: "dana", verb: "merge", head }),
    });
    expect(silent.status).toBe(403);
    expect((await press(number, { verb: "merge", head, login: "<x>" })).status).toBe(422);
    expect((await read(number)).state).toBe("open");
  });
});

describe("releases", () => {
  it("are made once per tag, listed newest first and have a page", async () => {
    const maintainer = hub.person("maintainer");
    const make = (tag_name: string, body: string) =>
      maintainer.request("POST /repos/{owner}/{repo}/releases", {
        ...IMAGES,
        tag_name,
        body,
        name: `AMI Release ${tag_name}`,
      });
    await make("v20990101", "First <i>notes</i>");
    await make("v20990202", "Second notes");
    await expect(make("v20990101", "again")).rejects.toMatchObject({ status: 422 });
    const { data: list } = await hub.bot.request("GET /repos/{owner}/{repo}/releases", {
      ...IMAGES,
      per_page: 2,
    });
    expect(list.map((one) => one.tag_name)).toEqual(["v20990202", "v20990101"]);
    const { data } = await hub.bot.request("GET /repos/{owner}/{repo}/releases/tags/{tag}", {
      ...IMAGES,
      tag: "v20990101",
    });
    expect(data).toMatchObject({ body: "First <i>notes</i>", prerelease: false, draft: false });
    const { status, text } = await page(data.html_url);
    expect(status).toBe(200);
    expect(text).toContain("First &#60;i&#62;notes");
  });
});

describe("npm run lab -- ami", () => {
  const lab = (...args: string[]) => runLabCommand(hub.lab.port, "ami", ...args);

  it("lists, edits, closes and merges pull requests as a person", async () => {
    const { number, head } = await aPull(hub, "by-command", "kind: EC2NodeClass\n", FILE);
    expect(await lab("pulls")).toContain(`#${number} open Update by-command`);
    expect(await lab("edit", String(number), "--as", "priya")).toContain(
      `priya added a comment to ${FILE}`,
    );
    const edited = await read(number);
    expect(edited.head.sha).not.toBe(head);
    expect(edited.commits).toBe(2);
    expect(await lab("close", String(number))).toContain(`octavia closed pull request #${number}`);
    expect((await read(number)).state).toBe("closed");
    expect(await lab("pulls", "--all")).toContain(`#${number} closed`);
    await expect(lab("merge", String(number))).rejects.toThrow(
      "GitHub refused: Pull Request is not mergeable",
    );
    const { number: other } = await aPull(hub, "by-command-too", "x\n", "other.txt");
    expect(await lab("merge", `#${other}`, "--as", "dana")).toContain(
      `dana merged pull request #${other}`,
    );
    expect((await read(other)).merged_by?.login).toBe("dana");
    await expect(lab("merge", "first")).rejects.toThrow("takes a pull request's number");
  });
});
