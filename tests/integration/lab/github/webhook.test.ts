import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { verify } from "@octokit/webhooks-methods";
import type { PullRequestEvent, PushEvent } from "@octokit/webhooks-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aHub, aPull, CONFIG, type Hub, putFile } from "./a-hub.ts";

const SECRET = "a secret of the tests";
interface Received {
  headers: IncomingHttpHeaders;
  text: string;
}

let hub: Hub;
let receiver: Server;
let received: Received[] = [];
/** What the receiver answers next; 200 when it is empty. */
let answers: number[] = [];
beforeAll(async () => {
  receiver = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      received.push({ headers: req.headers, text: Buffer.concat(chunks).toString("utf8") });
      res.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  hub = await aHub();
  await putFile(hub, { content: "one\n" });
  const { port } = receiver.address() as AddressInfo;
  const set = await page("PUT", "webhook", {
    url: `http://127.0.0.1:${port}/hook`,
    secret: SECRET,
  });
  expect(set.status).toBe(200);
});
afterAll(async () => {
  receiver?.close();
  await hub?.lab.stop();
});

const page = (method: string, path: string, body?: object) =>
  fetch(`${hub.lab.endpoint}/_lab/github/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const ofPull = (number: number) =>
  received.flatMap(({ headers, text }) => {
    const event = JSON.parse(text) as PullRequestEvent;
    const fits = headers["x-github-event"] === "pull_request" && event.number === number;
    return fits ? [event] : [];
  });
const untilPull = (number: number, ...actions: string[]) =>
  waitFor(`the webhook to hear ${actions.join(", ")} of ${number}`, () => {
    const events = ofPull(number);
    return events.map((one) => one.action).join() === actions.join() && events;
  });
const change = (number: number, what: object) =>
  hub.person("dana").request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...CONFIG,
    pull_number: number,
    ...what,
  });

describe("the webhook", () => {
  it("hears a pull request's whole life, in order and signed", async () => {
    const { number, head } = await aPull(hub, "life", "two\n");
    const second = await putFile(hub, { branch: "life", content: "three\n" });
    await change(number, { title: "Another title" });
    await change(number, { state: "closed" });
    await change(number, { state: "open" });
    await hub.person("dana").request("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
      ...CONFIG,
      pull_number: number,
    });
    const actions = ["opened", "synchronize", "edited", "closed", "reopened", "closed"];
    const [opened, synchronized, edited, closed, , merged] = await untilPull(number, ...actions);
    expect(opened).toMatchObject({
      repository: { full_name: "platform/eks-config", private: true },
      sender: { login: "switchyard[bot]" },
      installation: { id: 1 },
      pull_request: { head: { sha: head, ref: "life" }, user: { login: "switchyard[bot]" } },
    });
    expect(synchronized).toMatchObject({ before: head, after: second });
    expect(edited).toMatchObject({ changes: { title: { from: "Update life" } } });
    expect(closed).toMatchObject({ sender: { login: "dana" }, pull_request: { merged: false } });
    expect(merged).toMatchObject({
      sender: { login: "dana" },
      pull_request: { merged: true, merged_by: { login: "dana" } },
    });
    for (const { headers, text } of received) {
      const signature = String(headers["x-hub-signature-256"]);
      expect(await verify(SECRET, text, signature)).toBe(true);
      expect(await verify("another secret of the tests", text, signature)).toBe(false);
      expect(headers["x-github-delivery"]).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("hears pushes", async () => {
    received = [];
    const commit = await putFile(hub, { content: "pushed\n", message: "Pushed it" });
    const pushes = await waitFor("the push", () => received.length > 0 && received);
    const push = JSON.parse(pushes[0]?.text ?? "") as PushEvent;
    expect(push).toMatchObject({
      ref: "refs/heads/main",
      after: commit,
      created: false,
      forced: false,
      head_commit: { id: commit, message: "Pushed it" },
      pusher: { name: "octavia" },
    });
  });

  it("is tried again until it is taken, with the same id, and can be sent again by hand", async () => {
    received = [];
    answers = [500, 503];
    await putFile(hub, { content: "tried again\n" });
    await waitFor("the third try", () => received.length === 3);
    const ids = new Set(received.map((one) => one.headers["x-github-delivery"]));
    expect(ids.size).toBe(1);
    const [id] = ids;
    const deliveries = async () =>
      (
        (await (await page("GET", "webhook/deliveries")).json()) as {
          deliveries: { id: string; state: string; attempts: { status: number }[] }[];
        }
      ).deliveries;
    const delivered = await waitFor("the delivery to be noted", async () =>
      (await deliveries()).find((one) => one.id === id && one.state === "delivered"),
    );
    expect(delivered.attempts.map((one) => one.status)).toEqual([500, 503, 200]);
    expect((await page("POST", `webhook/deliveries/${id}/attempts`)).status).toBe(202);
    await waitFor("the redelivery", () => received.length === 4);
    expect(received[3]?.headers["x-github-delivery"]).toBe(id);
    expect(received[3]?.text).toBe(received[0]?.text);
  });

  it("hears after a kill what it had not heard before", async () => {
    received = [];
    answers = [500, 500];
    const commit = await putFile(hub, { content: "before the kill\n" });
    await waitFor("the first try", () => received.length >= 1);
    await hub.lab.kill();
    answers = [];
    received = [];
    await hub.lab.restart();
    await waitFor("the push", () => received.some((one) => one.text.includes(commit)));
  });

  it("is not set to something that is no address", async () => {
    expect((await page("PUT", "webhook", { url: "nowhere" })).status).toBe(400);
    const { port } = receiver.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/hook`;
    expect((await page("PUT", "webhook", { url, secret: "short" })).status).toBe(400);
    expect(await (await page("GET", "webhook")).json()).toEqual({ url });
  });
});
