import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { aHub, CONFIG, FILE, type Hub, putFile, refusal } from "./a-hub.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await aHub();
  await putFile(hub, { content: "one\n" });
});
afterEach(() => faults());
afterAll(() => hub?.lab.stop());

const faults = (...rules: object[]) =>
  fetch(`${hub.lab.endpoint}/_lab/faults`, {
    method: "PUT",
    body: JSON.stringify({ rules: rules.map((rule) => ({ service: "github", ...rule })) }),
  });
const file = (octokit: Pick<Octokit, "request"> = hub.person()) =>
  octokit.request("GET /repos/{owner}/{repo}/contents/{path}", { ...CONFIG, path: FILE });

describe("the fault switch", () => {
  it("throttles as GitHub does: by the hour, and for a moment", async () => {
    await faults({ kind: "throttle", count: 1 });
    const hourly = await file().catch((error) => error);
    expect(hourly.status).toBe(403);
    expect(hourly.response.headers).toMatchObject({ "x-ratelimit-remaining": "0" });
    expect(Number(hourly.response.headers["x-ratelimit-reset"]) * 1000).toBeGreaterThan(
      Date.now() - 2_000,
    );
    await faults({ kind: "throttle", status: 429, count: 1 });
    const momentary = await file().catch((error) => error);
    expect(momentary.status).toBe(429);
    expect(momentary.response.headers["retry-after"]).toBe("1");
    expect(momentary.message).toContain("secondary rate limit");
    expect((await file()).status).toBe(200);
  });

  it("is what Octokit's own plugins get over", async () => {
    const heard: string[] = [];
    const hear = (what: string) => () => {
      heard.push(what);
      return true;
    };
    const patient = new (Octokit.plugin(throttling, retry))({
      baseUrl: hub.api,
      auth: "ghp_lab_octavia",
      log: { debug() {}, info() {}, warn() {}, error() {} },
      throttle: {
        onRateLimit: hear("hourly"),
        onSecondaryRateLimit: hear("secondary"),
        retryAfterBaseValue: 10,
      },
      retry: { retryAfterBaseValue: 10 },
    });
    await faults({ kind: "throttle", count: 1 });
    expect((await file(patient)).status).toBe(200);
    await faults({ kind: "throttle", status: 429, count: 1 });
    expect((await file(patient)).status).toBe(200);
    expect(heard).toEqual(["hourly", "secondary"]);
    await faults({ kind: "error", count: 2 });
    expect((await file(patient)).status).toBe(200);
  });

  it("fails and cuts by GitHub's own names of operations, and spares the pages", async () => {
    await faults({ kind: "error", operation: "pulls/create", status: 500 });
    expect((await file()).status).toBe(200);
    const open = hub.person().request("POST /repos/{owner}/{repo}/pulls", {
      ...CONFIG,
      title: "T",
      head: "x",
      base: "main",
    });
    expect(await refusal(open)).toMatchObject({ status: 500, message: "Server Error" });
    await faults({ kind: "cut" });
    expect((await refusal(file())).status).toBe(500);
    expect((await fetch(`${hub.lab.endpoint}/_lab/github/`)).status).toBe(200);
    await faults({ kind: "error", operation: "graphql" });
    await expect(hub.person().graphql("{ viewer { login } }")).rejects.toMatchObject({
      status: 502,
    });
  });

  it("has GitHub's answers to what makes no sense", async () => {
    const ask = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${hub.api}${path}`, {
        ...init,
        headers: { authorization: "token ghp_lab_octavia" },
      });
      return {
        status: answer.status,
        message: ((await answer.json()) as { message: string }).message,
      };
    };
    expect(await ask("/repos/platform/eks-config/nothing")).toEqual({
      status: 404,
      message: "Not Found",
    });
    expect(await ask("/repos/platform/eks-config/pulls", { method: "POST", body: "{" })).toEqual({
      status: 400,
      message: "Problems parsing JSON",
    });
    expect(await ask("/repos/platform/eks-config/pulls", { method: "POST", body: "{}" })).toEqual({
      status: 422,
      message: expect.stringContaining('"title" wasn\'t supplied'),
    });
    expect((await ask("/repos/platform/eks-config/git/ref/heads/%E0%A4%A")).status).toBe(404);
    await expect(hub.person().graphql("{ nothing }")).rejects.toMatchObject({
      errors: [{ message: expect.stringContaining("nothing") }],
    });
  });
});
