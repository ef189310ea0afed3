import { createServer, type RequestListener, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Balancer } from "../../../../lab/fleet/balancer/balancer.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";

let balancer: Balancer;
let servers: Server[] = [];

beforeEach(async () => {
  balancer = new Balancer({
    port: 0,
    check: {
      path: "/health",
      intervalMs: 40,
      timeoutMs: 500,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    drainMs: 20,
    deregistrationDelayMs: 2000,
  });
  await balancer.start();
});
afterEach(async () => {
  await balancer.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
});

/** A target that is healthy and answers the rest as told. */
async function aTarget(id: string, answer: RequestListener, health = 200): Promise<Server> {
  const server = createServer((req, res) => {
    if (req.url === "/health") res.writeHead(health).end();
    else answer(req, res);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  balancer.register({ id, address: "127.0.0.1", port });
  return server;
}

const healthy = (id: string) =>
  waitFor(`${id} to be healthy`, () => balancer.health(id).State === "healthy");
const url = () => `http://127.0.0.1:${balancer.port}`;
const says =
  (text: string): RequestListener =>
  (_req, res) =>
    res.end(text);

describe("health", () => {
  it("takes two good checks to be healthy and two bad ones to be unhealthy", async () => {
    const server = await aTarget("a", says("a"));
    expect(balancer.health("a").State).toBe("initial");
    await healthy("a");
    server.closeAllConnections();
    server.close();
    await waitFor("a to be unhealthy", () => balancer.health("a").State === "unhealthy");
    expect(balancer.health("a")).toEqual({
      State: "unhealthy",
      Reason: "Target.FailedHealthChecks",
      Description: "Health checks failed",
    });
  });

  it("tells a wrong status code by its number, and what is not registered as unused", async () => {
    await aTarget("a", says("a"), 500);
    await waitFor("a to be unhealthy", () => balancer.health("a").State === "unhealthy");
    expect(balancer.health("a")).toMatchObject({
      Reason: "Target.ResponseCodeMismatch",
      Description: "Health checks failed with these codes: [500]",
    });
    expect(balancer.health("b")).toMatchObject({ State: "unused", Reason: "Target.NotRegistered" });
  });
});

describe("requests", () => {
  it("go to healthy targets in turn", async () => {
    await Promise.all([
      aTarget("a", says("a")),
      aTarget("b", says("b")),
      aTarget("sick", says("sick"), 500),
    ]);
    await Promise.all([healthy("a"), healthy("b")]);
    await waitFor("the sick one", () => balancer.health("sick").State === "unhealthy");
    const heard: string[] = [];
    for (let i = 0; i < 6; i++) heard.push(await (await fetch(url())).text());
    expect(heard.filter((each) => each === "a")).toHaveLength(3);
    expect(heard.filter((each) => each === "b")).toHaveLength(3);
  });

  it("are sent again when a target is gone before its health is known to be bad", async () => {
    const gone = await aTarget("gone", says("gone"));
    await aTarget("b", says("b"));
    await Promise.all([healthy("gone"), healthy("b")]);
    gone.closeAllConnections();
    gone.close();
    for (let i = 0; i < 4; i++) {
      const answer = await fetch(url(), i % 2 ? { method: "POST", body: "small" } : {});
      expect(await answer.text()).toBe("b");
    }
    expect(balancer.counters).toEqual({ requests: 4, failed: 0 });
  });

  it("that may not be repeated are told as failed, once", async () => {
    let seen = 0;
    await aTarget("a", (req) => {
      seen++;
      req.socket.destroy();
    });
    await healthy("a");
    const answer = await fetch(url(), { method: "POST", body: "pay" });
    expect(answer.status).toBe(502);
    expect(seen).toBe(1);
    expect(balancer.counters).toEqual({ requests: 1, failed: 1 });
  });

  it("stream in both directions", async () => {
    await aTarget("a", (req, res) => {
      res.writeHead(200, { "x-first": "yes" });
      res.flushHeaders();
      req.pipe(res);
    });
    await healthy("a");
    const heard: string[] = [];
    const sent = request(url(), { method: "POST", headers: { "transfer-encoding": "chunked" } });
    const ended = new Promise<void>((done) =>
      sent.once("response", (response) => {
        response.setEncoding("utf8");
        response.on("data", (chunk) => heard.push(chunk));
        response.on("end", done);
      }),
    );
    sent.write("one");
    await waitFor("the first part back while the request is open", () => heard.join("") === "one");
    sent.end("two");
    await ended;
    expect(heard.join("")).toBe("onetwo");
  });

  it("carry where they came from, and drop what belongs to one connection", async () => {
    await aTarget("a", (req, res) => res.end(JSON.stringify(req.headers)));
    await healthy("a");
    const answer = await new Promise<string>((done) => {
      const sent = request(url(), {
        headers: { connection: "close, x-mine", "x-mine": "1", "x-kept": "2" },
      });
      sent.once("response", (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => done(text));
      });
      sent.end();
    });
    const headers = JSON.parse(answer);
    expect(headers).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-kept": "2",
    });
    expect(headers["x-mine"]).toBeUndefined();
  });

  it("that are cut in the middle of an answer count as failed; clients that leave do not", async () => {
    await aTarget("a", (req, res) => {
      res.writeHead(200, { "content-length": "100" });
      res.write("half");
      if (req.url === "/cut") setTimeout(() => res.destroy(), 20);
    });
    await healthy("a");
    await expect(fetch(`${url()}/cut`).then((answer) => answer.text())).rejects.toThrow();
    await waitFor("the failure to be counted", () => balancer.counters.failed === 1);
    const socket = connect(balancer.port, "127.0.0.1");
    socket.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    await new Promise((done) => socket.once("data", done));
    socket.destroy();
    await waitFor("the request to be over", () => balancer.counters.requests === 2);
    await balancer.deregister("a");
    expect(balancer.counters.failed).toBe(1);
  });

  it("before anything was ever healthy cannot fail", async () => {
    expect((await fetch(url())).status).toBe(503);
    expect(balancer.counters).toEqual({ requests: 1, failed: 0 });
  });
});

describe("draining", () => {
  it("waits for requests under way, sends no new ones, and then lets go", async () => {
    let finish = () => {};
    await aTarget("slow", (_req, res) => {
      finish = () => res.end("slow");
    });
    await healthy("slow");
    const underWay = fetch(url());
    await waitFor("the request to arrive", () => finish.toString().includes("slow"));
    await aTarget("b", says("b"));
    await healthy("b");
    let gone = false;
    const drained = balancer.deregister("slow").then(() => {
      gone = true;
    });
    expect(balancer.health("slow").State).toBe("draining");
    for (let i = 0; i < 3; i++) expect(await (await fetch(url())).text()).toBe("b");
    expect(gone).toBe(false);
    finish();
    expect(await (await underWay).text()).toBe("slow");
    await drained;
    expect(balancer.health("slow").State).toBe("unused");
    expect(balancer.counters.failed).toBe(0);
  });

  it("lets a target come back while it still drains", async () => {
    const server = await aTarget("a", says("a"));
    await healthy("a");
    const drained = balancer.deregister("a");
    balancer.register({
      id: "a",
      address: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
    });
    await drained;
    await healthy("a");
    expect(await (await fetch(url())).text()).toBe("a");
  });
});
