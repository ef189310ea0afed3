import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:http2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../scripts/processes/free-port.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

/** A server like any other, in a process that was started as the console is. */
const SERVER = `
  const http = require("node:http");
  http.createServer((req, res) => {
    if (req.url.endsWith("/cut")) { res.write("half"); return setTimeout(() => req.socket.destroy(), 50); }
    if (req.url.endsWith("/slow")) { res.write("first "); req.once("close", () => console.log("left")); return; }
    const parts = [];
    req.on("data", (part) => parts.push(part));
    req.on("end", () => {
      res.setHeader("connection", "keep-alive");
      res.setHeader("x-seen", req.headers.host + " " + req.headers["x-given"]);
      res.end(req.method + " " + req.url + " " + Buffer.concat(parts).length);
    });
  }).listen(Number(process.argv[1]), "127.0.0.1", () => console.log("listening"));
  process.on("SIGTERM", () => process.exit(0));
`;

let child: ChildProcess;
let url = "";
let said = "";

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const preload = new URL("../../../scripts/serve/accept-http2.ts", import.meta.url).href;
  child = spawn(process.execPath, ["--import", preload, "-e", SERVER, String(port)]);
  child.stdout?.on("data", (data) => {
    said += data;
  });
  child.stderr?.on("data", (data) => {
    said += data;
  });
  await waitFor("the server to listen", () => said.includes("listening"));
});
afterAll(() => void child.kill());

interface Answer {
  status: number | undefined;
  seen: unknown;
  body: string;
  broken: boolean;
}

function ask(path: string, body = "", leaveAfterFirst = false): Promise<Answer> {
  const session = connect(url);
  return new Promise((resolve, reject) => {
    session.once("error", reject);
    const stream = session.request({ ":method": "POST", ":path": path, "x-given": "kept" });
    const answer: Answer = { status: undefined, seen: undefined, body: "", broken: false };
    stream.once("response", (headers) => {
      answer.status = headers[":status"];
      answer.seen = headers["x-seen"];
    });
    stream.on("data", (data) => {
      answer.body += data;
      if (leaveAfterFirst) stream.close();
    });
    stream.on("error", () => {
      answer.broken = true;
    });
    stream.once("close", () => {
      session.close();
      resolve(answer);
    });
    stream.end(body);
  });
}

describe("one port, both versions of HTTP", () => {
  it("answers HTTP/1 as ever, also several requests on one connection", async () => {
    for (let time = 0; time < 3; time += 1) {
      const answer = await fetch(`${url}/one`, { method: "POST", body: "x".repeat(100_000) });
      expect(await answer.text()).toBe("POST /one 100000");
    }
  });

  it("answers HTTP/2 with what the server says, host and headers kept", async () => {
    const { host } = new URL(url);
    expect(await ask("/api/bedrock/two?a=%20b", "y".repeat(1_000_000))).toEqual({
      status: 200,
      seen: `${host} kept`,
      body: "POST /api/bedrock/two?a=%20b 1000000",
      broken: false,
    });
  });

  it("serves many streams of many connections at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => ask(`/api/bedrock/${at}`)),
    );
    expect(answers.map(({ body }) => body)).toEqual(
      answers.map((_, at) => `POST /api/bedrock/${at} 0`),
    );
  });

  it("leaves pages to HTTP/1", async () => {
    expect(await ask("/sign-in")).toMatchObject({ status: 421 });
  });

  it("never makes an answer that broke off look whole", async () => {
    expect(await ask("/api/bedrock/cut")).toMatchObject({
      status: 200,
      body: "half",
      broken: true,
    });
  });

  it("tells the server that a client has left", async () => {
    await ask("/api/bedrock/slow", "", true);
    await waitFor("the server to notice", () => said.includes("left"));
  });
});
