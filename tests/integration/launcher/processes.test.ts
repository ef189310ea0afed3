import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { identify, isAlive } from "../../../scripts/processes/identity.ts";
import { lastLines } from "../../../scripts/processes/log-file.ts";
import { endMarked } from "../../../scripts/processes/marked.ts";
import { endRecorded, readRecords, writeRecord } from "../../../scripts/processes/records.ts";
import { type Child, startChild } from "../../../scripts/processes/start-child.ts";
import { takeStateLock } from "../../../scripts/processes/state-lock.ts";
import { supervise } from "../../../scripts/processes/supervise.ts";
import { waitUntil } from "../../../scripts/processes/wait-until.ts";

let stateDir: string;
const children: Child[] = [];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "switchyard-processes-"));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop()));
  rmSync(stateDir, { recursive: true, force: true });
});

const aChild = async (script: string, name = "server"): Promise<Child> => {
  const child = await startChild({
    name,
    stateDir,
    order: 1,
    command: process.execPath,
    args: ["-e", script],
    env: { PATH: process.env.PATH },
    cwd: stateDir,
    logPath: join(stateDir, "logs", `${name}.log`),
    graceMs: 500,
  });
  children.push(child);
  return child;
};

const FOREVER = "setInterval(() => {}, 1000)";
const STUBBORN = `process.on("SIGTERM", () => console.log("no")); console.log("up"); ${FOREVER}`;
const logged = (child: Child, text: string) =>
  waitUntil(text, () => readFileSync(child.logPath, "utf8").includes(text));

describe("a recorded process", () => {
  test("is ended by the next start when its launcher was killed, and its record goes", async () => {
    const child = await aChild(FOREVER);
    expect(await endRecorded(stateDir)).toEqual(["server"]);
    await child.ended;
    expect(child.end()).toBe("signal SIGTERM");
    expect(readRecords(stateDir)).toEqual([]);
  });

  test("is killed when it does not end by itself", async () => {
    const child = await aChild(STUBBORN);
    await logged(child, "up");
    await child.stop();
    expect(child.end()).toBe("signal SIGKILL");
  });

  test("is left alone when its number belongs to somebody else by now", async () => {
    const stranger = spawn(process.execPath, ["-e", FOREVER], { stdio: "ignore" });
    const identity = identify(stranger.pid ?? 0);
    if (!identity) throw new Error("The stranger did not start.");
    writeRecord(stateDir, {
      pid: identity.pid,
      startedAt: "another boot:1",
      name: "server",
      command: "",
      stopSignal: "SIGKILL",
      graceMs: 100,
      order: 1,
    });
    try {
      expect(await endRecorded(stateDir)).toEqual([]);
      expect(isAlive(identity)).toBe(true);
      expect(readRecords(stateDir)).toEqual([]);
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  test("that was never written down is found by its mark, with what it started", async () => {
    const spawns = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(FOREVER)}], { detached: true, stdio: "ignore" }); console.log("up"); ${FOREVER}`;
    const child = await aChild(spawns);
    await logged(child, "up");
    rmSync(join(stateDir, "run"), { recursive: true });
    expect(await endMarked(stateDir)).toHaveLength(2);
    expect(await endMarked(stateDir)).toHaveLength(0);
  });
});

describe("a supervised process", () => {
  test("is started again, and its last lines are told", async () => {
    const said: string[] = [];
    const start = () => aChild(FOREVER);
    const first = await aChild('console.log("out of memory"); process.exit(3)');
    const supervised = supervise(
      first,
      start,
      (line) => said.push(line),
      () => {},
    );
    await waitUntil("the restart", () => said.some((line) => line.includes("running again")));
    expect(said[0]).toMatch(/server ended \(exit code 3\)/);
    expect(said[0]).toContain("out of memory");
    await supervised.stop();
    expect(children.at(-1)?.end()).toBe("signal SIGTERM");
  });

  test("is given up when it keeps ending", async () => {
    let why = "";
    const start = () => aChild("process.exit(1)");
    const supervised = supervise(
      await start(),
      start,
      () => {},
      (reason) => {
        why = reason;
      },
    );
    await waitUntil("giving up", () => why);
    expect(why).toMatch(/ended 4 times within a minute/);
    await supervised.stop();
  });
});

describe("a state directory", () => {
  test("is held by one at a time, and free again when it is let go", () => {
    const lock = takeStateLock(stateDir);
    expect(lock).toBeDefined();
    expect(takeStateLock(stateDir)).toBeUndefined();
    lock?.release();
    const again = takeStateLock(stateDir);
    expect(again).toBeDefined();
    again?.release();
  });

  test("is free again when its holder was killed", async () => {
    const module = join(import.meta.dirname, "../../../scripts/processes/state-lock.ts");
    const holds = `import(${JSON.stringify(module)}).then(({ takeStateLock }) => { globalThis.lock = takeStateLock(${JSON.stringify(stateDir)}); console.log("held"); ${FOREVER} })`;
    const holder = await aChild(holds);
    await logged(holder, "held");
    expect(takeStateLock(stateDir)).toBeUndefined();
    process.kill(holder.pid, "SIGKILL");
    await holder.ended;
    const lock = takeStateLock(stateDir);
    expect(lock).toBeDefined();
    lock?.release();
  });
});

test("the last lines of a long log are read without reading all of it", async () => {
  const child = await aChild('for (let i = 0; i < 100000; i++) console.log("line " + i)', "long");
  await child.ended;
  expect(lastLines(child.logPath, 2)).toEqual(["line 99998", "line 99999"]);
  expect(lastLines(join(stateDir, "none"))).toEqual([]);
});
