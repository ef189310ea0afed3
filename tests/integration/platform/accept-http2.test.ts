import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptHttp2 } from "@/server/platform/accept-http2";
import { runShutdown } from "@/server/platform/shutdown";
import { type Served, serveRequests } from "../../fixtures/serve-requests";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { type LabUnderTest, startLab } from "../../fixtures/start-lab";
import { waitFor } from "../../fixtures/wait-for";

let lab: LabUnderTest;
let served: Served;
let aborted = 0;
let seen: { path: string; host: string | null; body: string } | undefined;

/** Passes on to the lab what comes, as a door would; `/door/slow` never ends by itself. */
const answer = async (request: Request): Promise<Response> => {
  const { pathname } = new URL(request.url);
  if (pathname === "/door/slow") {
    request.signal.addEventListener("abort", () => {
      aborted += 1;
    });
    return new Response(new ReadableStream({ start: (one) => one.enqueue(Buffer.from("first")) }));
  }
  if (pathname === "/door/broken") throw new Error("broken");
  const body = await request.text();
  seen = { path: pathname, host: request.headers.get("host"), body };
  if (pathname === "/door/echo") return new Response(body);
  return fetch(`${lab.endpoint}${pathname.slice("/door".length)}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  }).then(({ status, body: told, headers }) => {
    const type = headers.get("content-type") ?? "";
    return new Response(told, { status, headers: { "content-type": type } });
  });
};

beforeAll(async () => {
  setConsoleEnv();
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  acceptHttp2("/door/", answer);
  served = await serveRequests(async (request) => new Response(`by HTTP/1 ${request.url}`));
  // As a health check does: the first connection is Next's.
  await (await fetch(`${served.url}/health`)).text();
});
afterAll(async () => {
  await runShutdown();
  await served?.close();
  await lab?.stop();
});

const client = () =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: `${served.url}/door`,
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
    maxAttempts: 1,
  });
const messages = [{ role: "user" as const, content: [{ text: "What is a queue?" }] }];

test("the AWS SDK, which calls Bedrock by HTTP/2 only, is answered on the same port", async () => {
  const sdk = client();
  const { output } = await sdk.send(new ConverseCommand({ modelId: "lab.text-v1:0", messages }));
  expect(output?.message?.content?.[0]?.text?.length).toBeGreaterThan(10);
  expect(seen).toMatchObject({
    path: "/door/model/lab.text-v1%3A0/converse",
    host: new URL(served.url).host,
  });
  const { stream } = await sdk.send(
    new ConverseStreamCommand({ modelId: "lab.text-v1", messages }),
  );
  let text = "";
  for await (const event of stream ?? []) text += event.contentBlockDelta?.delta?.text ?? "";
  expect(text).toBe(output?.message?.content?.[0]?.text);
  sdk.destroy();
});

test("HTTP/1 goes on as before, in pieces too", async () => {
  expect(await (await fetch(`${served.url}/door/echo`)).text()).toContain("by HTTP/1");
  const socket = connect(Number(new URL(served.url).port), "127.0.0.1");
  await once(socket, "connect");
  socket.setNoDelay(true);
  let told = "";
  socket.on("data", (data) => {
    told += data;
  });
  // Begins like the preface of HTTP/2, and is none.
  for (const piece of [
    "P",
    "R",
    "OPFIND /x HTTP/1.1\r\n",
    "host: a\r\n",
    "connection: close\r\n\r\n",
  ])
    await new Promise((resolve) => {
      socket.write(piece, () => setImmediate(resolve));
    });
  await once(socket, "close");
  expect(told).toMatch(/^HTTP\/1\.1 200 OK/);
});

/** One request by HTTP/2. */
async function ask(path: string, body?: Buffer) {
  const session = connectHttp2(served.url);
  const stream = session.request({ ":path": path, ":method": body ? "POST" : "GET" });
  if (body) stream.end(body);
  const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
  return { session, stream, status: headers[":status"] };
}

test("a large body goes there and back whole; other paths are not there by HTTP/2", async () => {
  const body = Buffer.alloc(5_000_000, "0123456789");
  const { session, stream, status } = await ask("/door/echo", body);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  expect(status).toBe(200);
  expect(Buffer.concat(chunks).equals(body)).toBe(true);
  session.close();
  const other = await ask("/audit");
  expect(other.status).toBe(404);
  other.session.close();
});

test("a client that goes away is noticed, and so is one that never says anything", async () => {
  const { session, stream } = await ask("/door/slow", Buffer.from("x"));
  await once(stream, "data");
  session.destroy();
  await waitFor("the request to be aborted", () => aborted === 1);
  const socket = connect(Number(new URL(served.url).port), "127.0.0.1");
  await once(socket, "connect");
  socket.end();
  await once(socket, "close");
  expect(await (await fetch(`${served.url}/health`)).text()).toContain("by HTTP/1");
});

test("a door that breaks ends its own stream only", async () => {
  const session = connectHttp2(served.url);
  const broken = session.request({ ":path": "/door/broken", ":method": "POST" });
  broken.end("x");
  broken.resume();
  await once(broken, "close");
  const fine = session.request({ ":path": "/door/echo", ":method": "POST" });
  fine.end("still here");
  let told = "";
  for await (const chunk of fine) told += chunk;
  expect(told).toBe("still here");
  session.close();
});
