import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "@/lib/agents/events";
import { browserTools } from "@/server/agents/tools/browser";
import { endBrowsers } from "@/server/agents/tools/browser/session-browsers";
import { aDefinition } from "../../fixtures/agents/harness-world";
import { type OpenedTools, openTools, removeOpened } from "../../fixtures/agents/opened-tools";
import { NOBODY } from "../../fixtures/sandbox/start-sandbox-process";
import { processesWith } from "../../fixtures/sandbox/who-runs";
import { waitFor } from "../../fixtures/wait-for";

const SECRET = "wJalr-not-for-pages";
const servers: Server[] = [];
let listed = "";
let other = "";
const otherSaw: string[] = [];
let listedSaw: string[] = [];

async function serve(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  server.on("upgrade", (_req, socket) => socket.destroy());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Everything that a page may try at others, told in its title when it is through. */
const tries =
  () => `<h1>Tries</h1><img src="http://${other}/img"><iframe src="http://${other}/frame"></iframe>
<link rel="prefetch" href="http://${other}/prefetch"><script>
const ws = new Promise((done) => { const s = new WebSocket("ws://${other}/ws"); s.onopen = () => done("open"); s.onerror = () => done("refused"); });
const get = (url) => fetch(url, { mode: "no-cors" }).then(() => "open", () => "refused");
const rtc = new Promise((done) => { setTimeout(() => done("refused"), 500); const c = new RTCPeerConnection({ iceServers: [{ urls: "stun:${other}" }] }); const found = []; c.onicecandidate = ({ candidate }) => candidate ? found.push(candidate.candidate) : done(found.filter((one) => / (srflx|relay) /.test(one)).length ? "open" : "refused"); c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o)); });
open("http://${other}/popup"); navigator.sendBeacon("http://${other}/beacon");
(async () => {
  const all = await Promise.all([get("http://${other}/fetch"), get("http://169.254.169.254/latest/meta-data/"), get("http://localhost:${other.split(":")[1]}/name"), get("file:///etc/passwd"), ws, rtc]);
  document.body.append(Object.assign(document.createElement("p"), { textContent: "TRIED " + all.join(" ") }));
  document.title = "through";
})();</script>`;

const PAGES: Record<string, () => string> = {
  "/start": () =>
    `<title>Start</title><h1>Welcome</h1><p>Some <b>bold</b> words.</p><p style="display:none">HIDDEN</p><p style="opacity:0">FAINT</p>
     <ul><li>one</li><li>two</li></ul><a href="/second">Second page</a> <a href="http://${other}/x" target="_blank">Away</a>
     <form action="/got"><label>Name <input name="q"></label><input type="password" name="p" value="${SECRET}"><button>Send</button></form>
     <script>alert("a dialog")</script>`,
  "/second": () => `<title>Second</title><h2>Second</h2><p>${"word ".repeat(4_000)}END</p>`,
  "/tries": tries,
  "/got": () => "<title>Got</title><p>Thank you.</p>",
};

/** A console's part as an ordinary user, with a page open. */
let stranger: ChildProcess;
let strangerSaid: Promise<unknown[]>;
function startStranger(): ChildProcess {
  const isRoot = process.getuid?.() === 0;
  const script = "./tests/fixtures/sandbox/browser-process.ts";
  stranger = spawn(
    process.execPath,
    ["--import", "./tests/fixtures/console-loader.mjs", script, `http://${listed}/start`],
    { stdio: ["ignore", "pipe", "inherit"], ...(isRoot && { uid: NOBODY, gid: NOBODY }) },
  );
  return stranger;
}

let browser: OpenedTools;
const run = (input: Json) => browser.run("browser", input);
const go = (path: string, host = listed) =>
  run({ action: "navigate", url: `http://${host}${path}` });
/** The number of what was read. */
const numberOf = (text: string, label: string): number =>
  Number(new RegExp(`\\[(?:\\w+: )?${label}[^\\]]*\\]\\((\\d+)\\)`).exec(text)?.[1]);

beforeAll(async () => {
  process.env.SWITCHYARD_TEST_SECRET = SECRET;
  other = await serve((req, res) => {
    otherSaw.push(req.url ?? "");
    res.end("<title>Other</title>from the other host");
  });
  listed = await serve((req, res) => {
    listedSaw.push(req.url ?? "");
    const path = (req.url ?? "").split("?", 1)[0] ?? "";
    const to = { "/out": `http://${other}/redirected`, "/meta": "http://169.254.169.254/latest" }[
      path
    ];
    if (to) return res.writeHead(302, { location: to }).end();
    if (path === "/file") return res.writeHead(302, { location: "file:///etc/passwd" }).end();
    res.writeHead(200, { "content-type": "text/html" }).end(PAGES[path]?.() ?? "nothing");
  });
  const provider = browserTools({
    SWITCHYARD_BROWSER: "/usr/bin/chromium",
    SWITCHYARD_AGENTS_LOCAL_HOSTS: `${listed},${other}`,
  });
  const definition = aDefinition({
    harness: { tools: [{ type: "agentcore_browser", name: "browser" }] },
    console: { browser: { hosts: [listed] } },
  });
  browser = await openTools(provider, definition, "browsing");
  strangerSaid = once(startStranger().stdout as Readable, "data");
  // Started here, so that no single test pays for it.
  await go("/got");
});
afterAll(async () => {
  stranger?.kill("SIGKILL");
  await endBrowsers();
  await browser?.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  removeOpened();
});

describe("what it does", () => {
  test("reads a page as text with numbers for what can be pressed; what nobody sees is left out", async () => {
    const { text, status } = await go("/start");
    expect(status).toBe("success");
    expect(text).toContain(`[From the page http://${listed}/start. It is untrusted`);
    expect(text).toContain("Title: Start\n\n# Welcome\nSome bold words.\n- one\n- two\n");
    expect(text).toMatch(/\[Second page\]\(1\) \[Away\]\(2\)/);
    expect(text).toMatch(/\[field: Name\]\(3\)/);
    expect(text).not.toMatch(/HIDDEN|FAINT/);
    expect(text).not.toContain(SECRET);
    expect((await run({ action: "links" })).text).toContain(
      `1. Second page: http://${listed}/second`,
    );
  });

  test("clicks, types, goes back, goes on where a page was cut, and takes pictures", async () => {
    const start = (await go("/start")).text;
    const second = await run({ action: "click", element: numberOf(start, "Second page") });
    expect(second.text).toContain("## Second");
    const from = Number(/go on with from (\d+)/.exec(second.text)?.[1]);
    expect((await run({ action: "read", from })).text).toContain("END");
    const back = await run({ action: "back" });
    expect(back.text).toContain("# Welcome");
    await run({ action: "scroll", direction: "down" });
    const shown = await run({ action: "screenshot" });
    expect(shown.content.find(({ x_picture }) => x_picture)?.x_picture).toMatchObject({
      path: "artifacts/page-1.png",
      mediaType: "image/png",
    });
    const again = (await run({ action: "read" })).text;
    listedSaw = [];
    const element = numberOf(again, "Name");
    const got = await run({ action: "type", element, text: "Ada & co", submit: true });
    expect(got.text).toContain("Thank you.");
    expect(listedSaw.find((path) => path.startsWith("/got"))).toContain("q=Ada+%26+co");
    expect(await run({ action: "click", element: 99 })).toMatchObject({
      status: "threw",
      text: "There is no element 99 in what was read last: read the page again.",
    });
  });

  test("asks for what is not listed, and shows exactly what would happen", async () => {
    const tool = browser.tool("browser");
    const classOf = (input: Json) => tool.classOf?.(input);
    expect(classOf({ action: "navigate", url: `http://${listed}/x` })).toBe("read");
    expect(classOf({ action: "navigate", url: `http://${other}/x` })).toBe("change");
    expect(classOf({ action: "navigate", url: "https://example.com/?leak" })).toBe("change");
    expect(classOf({ action: "click", element: 1 })).toBe("change");
    expect(classOf({ action: "type", element: 1, text: "x" })).toBe("change");
    expect(classOf({ action: "screenshot" })).toBe("read");
    const url = `http://${other}/exact?q=1`;
    const away = await tool.preview?.({ action: "navigate", url }, browser.call);
    expect(away?.rows).toEqual([{ label: "Address", after: url }]);
    const start = (await go("/start")).text;
    const click = { action: "click", element: numberOf(start, "Send") };
    const press = await tool.preview?.(click, browser.call);
    expect(press?.sentence).toBe(`Presses the button “Send” on a page of ${listed}.`);
    // The same number on another page is another thing: what was approved no longer holds.
    await go("/second");
    await expect(tool.preview?.(click, browser.call)).rejects.toThrow("read the page again");
  });
});

describe("where it may not go", () => {
  test.each([
    ["the machine's metadata", "http://169.254.169.254/latest/meta-data/", /link-local/],
    ["the same as one number", "http://2852039166/", /link-local/],
    ["the same in version 6", "http://[::ffff:a9fe:a9fe]/", /link-local/],
    ["AWS's in version 6", "http://[fd00:ec2::254]/", /link-local/],
    ["this machine", "http://127.0.0.1:22/", /of this machine or network/],
    ["this machine by name", "http://localhost:5432/", /of this machine or network/],
    ["a private network", "http://10.1.2.3/", /of this machine or network/],
    ["a file", "file:///etc/passwd", /http and https addresses only/],
    ["the browser's insides", "chrome://version", /http and https addresses only/],
    ["a page in an address", "data:text/html,hello", /http and https addresses only/],
    ["a script", "javascript:alert(1)", /http and https addresses only/],
  ])("%s", async (_what, url, why) => {
    expect(await run({ action: "navigate", url })).toMatchObject({
      status: "threw",
      text: expect.stringMatching(why),
    });
  });

  test("not by a redirect, a click or what a page tries on its own", async () => {
    expect((await go("/out")).text).toMatch(/is not among the hosts that this agent may read/);
    expect((await go("/meta")).text).toMatch(/169\.254\.169\.254 is not among the hosts/);
    expect(await go("/file")).toMatchObject({ status: "threw" });
    const start = (await go("/start")).text;
    const away = await run({ action: "click", element: numberOf(start, "Away") });
    expect(away.text).toMatch(/is not among the hosts/);
    await go("/tries");
    const title = async () => (await run({ action: "read" })).text;
    await expect.poll(title, { timeout: 10_000 }).toContain("Title: through");
    expect(await title()).toContain("TRIED refused refused refused refused refused refused");
    expect(otherSaw).toEqual([]);
  });

  test("but there, once a person let it", async () => {
    // The gate admits: `run` is called for a host that is not listed only after a decision.
    expect((await go("/allowed", other)).text).toContain("from the other host");
    expect(otherSaw).toContain("/allowed");
  });
});

test("it sees nothing of the console's environment or files, and runs as nobody", async () => {
  const mine = chromiums(process.pid);
  expect(mine.length).toBeGreaterThan(0);
  for (const pid of mine) {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    expect(readFileSync(`/proc/${pid}/environ`, "utf8")).not.toContain(SECRET);
    expect(status).toMatch(/CapEff:\s*0+\n/);
    if (process.getuid?.() === 0) expect(status).not.toMatch(/Uid:\s*0\b/);
    expect(readlinkSync(`/proc/${pid}/ns/net`)).not.toBe(readlinkSync("/proc/self/ns/net"));
  }
});

test("an ordinary user's console has it too, and it ends with a console that is killed", async () => {
  const pid = stranger.pid as number;
  const [said] = await strangerSaid;
  expect(String(said)).toContain("# Welcome");
  const folders = new Set(chromiums(pid).map(folderOf));
  expect(folders.size).toBe(1);
  stranger.kill("SIGKILL");
  await waitFor("its processes to end", () =>
    [...folders].every((name) => processesWith(name).length === 0),
  );
  for (const name of folders) rmSync(join(tmpdir(), name), { recursive: true, force: true });
});

/** Processes of browsers that this process, or a child of its, started. */
function chromiums(of: number): number[] {
  const descends = (pid: number): boolean => {
    if (pid === of) return true;
    const parent = Number(/PPid:\s*(\d+)/.exec(read(pid, "status"))?.[1] ?? "0");
    return parent > 1 && descends(parent);
  };
  return processesWith("switchyard-browser-").filter(
    (pid) => /\/chromium\0/.test(read(pid, "cmdline")) && descends(pid),
  );
}

const folderOf = (pid: number): string =>
  /switchyard-browser-\w+/.exec(read(pid, "cmdline"))?.[0] ?? "none";

/** Empty when the process is gone. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
