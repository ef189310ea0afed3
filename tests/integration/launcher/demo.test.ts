import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, freePortPair, isFree } from "../../../scripts/processes/free-port.ts";
import { endMarked } from "../../../scripts/processes/marked.ts";
import { readRecords } from "../../../scripts/processes/records.ts";
import { takeStateLock } from "../../../scripts/processes/state-lock.ts";
import { waitUntil } from "../../../scripts/processes/wait-until.ts";
import { outsideFolder } from "../../../scripts/services/postgres-home.ts";
import { inCheckout } from "../../../scripts/setup/checkout.ts";
import { TEST_DIST_DIR } from "../../../scripts/test/parts.ts";

interface Demo {
  process: ChildProcess;
  output(): string;
  /** Settles with the exit code when it ends. */
  ended: Promise<number | null>;
}

let stateDir: string;
let port: number;
let labPort: number;
const demos: Demo[] = [];

beforeAll(async () => {
  const parent = mkdtempSync(join(process.env.SWITCHYARD_TEST_FOLDER ?? tmpdir(), "sy-demo-"));
  // As root PostgreSQL runs as another user, who must be able to walk through.
  chmodSync(parent, 0o711);
  stateDir = join(parent, "state");
  mkdirSync(stateDir);
  port = await freePort();
  labPort = await freePortPair();
});

afterAll(async () => {
  for (const demo of demos) demo.process.kill("SIGTERM");
  await Promise.all(demos.map((demo) => demo.ended));
  await endMarked(stateDir);
  for (const folder of [join(stateDir, ".."), outsideFolder(stateDir)])
    rmSync(folder, { recursive: true, force: true });
});

function startDemo(...args: string[]): Demo {
  const all = ["--port", `${port}`, "--lab-port", `${labPort}`, "--state-dir", stateDir, ...args];
  const { npm_lifecycle_event: _, ...env } = process.env;
  const child = spawn(process.execPath, [inCheckout("scripts/demo/main.ts"), ...all], {
    env: {
      ...env,
      SWITCHYARD_DIST_DIR: TEST_DIST_DIR,
      SWITCHYARD_DEMO_PASSWORD: "a-fixed-password",
    } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const demo = {
    process: child,
    output: () => output,
    ended: once(child, "exit").then(([code]) => code as number | null),
  };
  demos.push(demo);
  return demo;
}

const ready = (demo: Demo) =>
  waitUntil(
    "the demo being ready",
    () => {
      if (demo.process.exitCode !== null) throw new Error(demo.output());
      return demo.output().includes(`Switchyard is ready at http://127.0.0.1:${port}`);
    },
    { timeoutMs: 300_000 },
  );

const portsAreFree = async () =>
  (await Promise.all([port, labPort, labPort + 1].map((one) => isFree(one)))).every(Boolean);

function mayTake(folder: string): boolean {
  const lock = takeStateLock(folder);
  lock?.release();
  return lock !== undefined;
}

describe("the demo", () => {
  let demo: Demo;

  test("starts everything and says where, who and what to try", async () => {
    demo = startDemo();
    await ready(demo);
    for (const text of ["approver@switchyard.local", "release v1.1", "release v1.2"])
      expect(demo.output()).toContain(text);
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${labPort}/_lab/health`)).status).toBe(200);
  }, 360_000);

  test("keeps its secrets to itself", () => {
    const files = ["secrets.json", "accounts.json", "prompt-key.json", "prompt-seed.json"];
    for (const name of files) {
      expect(statSync(join(stateDir, name)).mode & 0o777, name).toBe(0o600);
    }
    expect(readFileSync(join(stateDir, "accounts.json"), "utf8")).not.toContain("a-fixed-password");
    const read = (name: string) => JSON.parse(readFileSync(join(stateDir, name), "utf8"));
    const { postgres, redis, auth, promptCache } = read("secrets.json");
    const { secretAccessKey, token } = read("prompt-key.json");
    const commands = readRecords(stateDir)
      .map(({ command }) => command)
      .join("\n");
    for (const secret of [postgres, redis, auth, promptCache, secretAccessKey, token]) {
      expect(demo.output()).not.toContain(secret);
      expect(commands).not.toContain(secret);
    }
    expect(demo.output()).not.toContain("a-fixed-password");
  });

  test("tells a second start with the same state directory in one sentence", async () => {
    const second = startDemo();
    expect(await second.ended).toBe(1);
    expect(second.output().trim()).toMatch(
      /^Switchyard already runs at http:\/\/127\.0\.0\.1:\d+ .*\.$/,
    );
  });

  test("restarts the console when it is killed, and says so", async () => {
    const record = readRecords(stateDir).find(({ name }) => name === "console");
    // Never a number in its place: a signal to 0 ends the whole test run.
    if (!record) throw new Error("The demo has no console that could be killed.");
    process.kill(record.pid, "SIGKILL");
    await waitUntil("the restart", () => demo.output().includes("console is running again"), {
      timeoutMs: 60_000,
    });
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200);
  });

  test("leaves no orphan on a port when it is killed, and the next start recovers", async () => {
    demo.process.kill("SIGKILL");
    await demo.ended;
    demo = startDemo();
    await ready(demo);
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200);
    demo.process.kill("SIGKILL");
    await demo.ended;
    // The warden does this, without another start.
    await waitUntil("all being ended", () => readRecords(stateDir).length === 0, {
      timeoutMs: 60_000,
    });
    await waitUntil("the warden letting go", () => mayTake(stateDir));
    expect(await portsAreFree()).toBe(true);
    expect(await endMarked(stateDir)).toEqual([]);
  }, 240_000);

  test("stops all that it started on SIGTERM, and waits for it", async () => {
    demo = startDemo();
    await ready(demo);
    demo.process.kill("SIGTERM");
    expect(await demo.ended).toBe(0);
    expect(await portsAreFree()).toBe(true);
    expect(readRecords(stateDir)).toEqual([]);
    expect(await endMarked(stateDir)).toEqual([]);
  }, 240_000);

  test("says in one sentence that a port is in use, and leaves nothing behind", async () => {
    const blocker = createServer().listen(labPort + 1, "127.0.0.1");
    await once(blocker, "listening");
    try {
      const blocked = startDemo();
      expect(await blocked.ended).toBe(1);
      expect(blocked.output()).toContain(
        `Port ${labPort + 1} for the lab's load balancer is in use`,
      );
      expect(readRecords(stateDir)).toEqual([]);
    } finally {
      blocker.close();
    }
  });

  test("refuses a state directory with somebody's files in it", async () => {
    const refused = startDemo("--state-dir", inCheckout("lib"), "--reset");
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/holds files that are not Switchyard's/);
  });
});
