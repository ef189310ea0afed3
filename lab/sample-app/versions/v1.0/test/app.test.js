import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createApp } from "../src/server/app.js";

const state = { draining: false };
let server;
let base;

before(async () => {
  server = createServer(
    createApp({
      config: { production: true, host: "127.0.0.1", instanceId: "i-test" },
      build: { name: "lab-app", version: "9.9.9" },
      publicDir: fileURLToPath(new URL("../src/client", import.meta.url)),
      state,
    }),
  );
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

test("is healthy and says which version and instance it is", async () => {
  const response = await fetch(`${base}/health`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok", version: "9.9.9", instance: "i-test" });
});

test("tells who answered", async () => {
  const answer = await (await fetch(`${base}/api/instance`)).json();
  assert.equal(answer.instance, "i-test");
  assert.equal(answer.mode, "production");
});

test("serves the page", async () => {
  const response = await fetch(base);
  assert.match(response.headers.get("content-type"), /text\/html/);
  assert.match(await response.text(), /Accumulator/);
});

test("serves nothing from outside of its public directory", async () => {
  const response = await fetch(`${base}/..%2f..%2fpackage.json`);
  assert.equal(response.status, 404);
});

test("is unhealthy while it drains", async () => {
  state.draining = true;
  const response = await fetch(`${base}/health`);
  state.draining = false;
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("connection"), "close");
});
