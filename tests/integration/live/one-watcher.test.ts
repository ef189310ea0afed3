import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type LiveProcess, startLiveProcess } from "../../fixtures/live/start-live-process.ts";
import { startRedis, type TestRedis } from "../../fixtures/start-redis.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

let redis: TestRedis;
let dir: string;
const running: LiveProcess[] = [];

beforeAll(async () => {
  redis = await startRedis();
  dir = mkdtempSync(join(tmpdir(), "switchyard-live-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.kill()));
});
afterAll(async () => {
  await redis.close();
  rmSync(dir, { recursive: true, force: true });
});

const tell = (thing: string, truth: string) => writeFileSync(`${dir}/truth-${thing}`, truth);
const topicOf = (thing: string) => `test/thing/${thing}`;
/** Who read and when, oldest first. */
const reads = (thing: string): { by: string; at: number }[] => {
  try {
    return readFileSync(`${dir}/reads-${thing}`, "utf8")
      .trim()
      .split("\n")
      .map((line) => ({ by: line.split(" ")[0] ?? "", at: Number(line.split(" ")[1]) }));
  } catch {
    return [];
  }
};
const start = async (...names: string[]): Promise<LiveProcess[]> => {
  const started = await Promise.all(names.map((name) => startLiveProcess(name, dir, redis.url)));
  running.push(...started);
  return started;
};
/** The truths that a viewer heard, in order. */
const truths = (one: LiveProcess, as: string): string[] =>
  one.heard.flatMap(({ as: who, message }) =>
    who === as && message.event === "snapshot"
      ? [(message.snapshot.data as { truth: string }).truth]
      : [],
  );
const hears = (one: LiveProcess, as: string, truth: string, deadlineMs?: number) =>
  waitFor(`${one.name}/${as} to hear ${truth}`, () => truths(one, as).includes(truth), deadlineMs);
const leaders = async (processes: LiveProcess[], role = "leader") => {
  const all = await Promise.all(processes.map(async (one) => ({ one, roles: await one.roles() })));
  return all
    .filter(({ roles }) => roles.some((entry) => entry.role === role))
    .map(({ one }) => one);
};

describe("one watcher per topic in the whole fleet", () => {
  it("reads once for sixty viewers in three processes, and tells all of them", async () => {
    tell("many", "one");
    const processes = await start("a", "b", "c");
    for (const one of processes)
      for (let viewer = 0; viewer < 20; viewer += 1) one.join(topicOf("many"), `v${viewer}`);
    for (const one of processes) await hears(one, "v19", "one");

    const before = reads("many").length;
    const since = Date.now();
    await waitFor("a few intervals", () => reads("many").length >= before + 4);
    const took = Date.now() - since;
    const readers = new Set(reads("many").map(({ by }) => by));
    expect(readers.size).toBe(1);
    // 500 ms apart, however many look: four reads cannot come in less than three intervals.
    expect(took).toBeGreaterThan(1_400);

    tell("many", "two");
    processes[1]?.wake([topicOf("many")]);
    for (const one of processes)
      for (const viewer of ["v0", "v19"]) await hears(one, viewer, "two");
    const versions = processes.map((one) =>
      one.heard.flatMap(({ as, message }) =>
        as === "v0" && message.event === "snapshot" ? [message.snapshot.version] : [],
      ),
    );
    for (const own of versions) expect(own).toEqual([...own].sort((a, b) => a - b));
    expect(new Set(versions.map((own) => own.at(-1))).size).toBe(1);
  });

  it("coalesces a burst of events into one read at once and few more", async () => {
    tell("burst", "one");
    const [one] = await start("a");
    if (!one) throw new Error("no process");
    one.join(topicOf("burst"), "v");
    await hears(one, "v", "one");
    const before = reads("burst").length;
    const started = Date.now();
    for (let event = 0; event < 200; event += 1) one.wake([topicOf("burst")]);
    tell("burst", "two");
    await hears(one, "v", "two");
    const took = Date.now() - started;
    // At most one read per 150 ms, the one at once and those of the interval included.
    expect(reads("burst").length - before).toBeLessThanOrEqual(3 + took / 150);
  });

  it("goes on in another process when the watching one is killed", async () => {
    tell("killed", "one");
    const processes = await start("a", "b");
    for (const one of processes) one.join(topicOf("killed"), "v");
    for (const one of processes) await hears(one, "v", "one");
    const [leader] = await waitFor("a leader", async () => {
      const found = await leaders(processes);
      return found.length === 1 && found;
    });
    const other = processes.find((one) => one !== leader);
    if (!leader || !other) throw new Error("no two processes");
    await leader.kill();
    tell("killed", "two");
    await hears(other, "v", "two", 10_000);
  });

  it("notices by a confirmation that a version was told while it did not hear it", async () => {
    // Another process watches; of it there are only its lease, what it stored, and its confirmation.
    const topic = topicOf("missed");
    const other = new Redis(redis.url);
    try {
      await other.set(`live:{${topic}}:lease`, "another process", "PX", 60_000);
      const [one] = await start("a");
      if (!one) throw new Error("no process");
      one.join(topic, "v");
      await waitFor("it to follow", async () => (await leaders([one], "follower")).length === 1);
      await waitFor("it to hear", async () => {
        const [, hearing] = await other.pubsub("NUMSUB", `live:${topic}`);
        return Number(hearing) === 1;
      });
      const stored = (version: number, truth: string) => {
        const at = { confirmedAt: new Date().toISOString(), intervalMs: 5_000 };
        const snapshot = { topic, version, ...at, data: { truth } };
        return other.set(`live:{${topic}}:snapshot`, JSON.stringify(snapshot));
      };
      const confirm = (version: number) => {
        const confirmedAt = new Date().toISOString();
        const message = { event: "confirm", topic, version, confirmedAt, intervalMs: 5_000 };
        return other.publish(`live:${topic}`, JSON.stringify({ from: "another", message }));
      };
      await stored(20, "first");
      await confirm(20);
      await hears(one, "v", "first");
      // Whoever counted less far is heard too: it is the one that looks now.
      await stored(10, "second");
      await confirm(10);
      await hears(one, "v", "second");
      // Its browsers never see a lower version than they know, and see no change where there is none.
      const versions = () =>
        one.heard.flatMap(({ message }) =>
          message.event === "snapshot" ? [message.snapshot.version] : [],
        );
      const before = one.heard.length;
      await waitFor("it to be confirmed", async () => {
        await stored(10, "second");
        await confirm(10);
        return one.heard.length > before;
      });
      expect([...new Set(versions())]).toEqual([20, 21]);
      expect(versions()).toEqual(versions().sort((a, b) => a - b));
    } finally {
      other.disconnect();
    }
  });

  it("hands over at once when the watching process has no viewer left", async () => {
    tell("left", "one");
    const processes = await start("a", "b");
    for (const one of processes) one.join(topicOf("left"), "v");
    for (const one of processes) await hears(one, "v", "one");
    const [leader] = await waitFor("a leader", async () => {
      const found = await leaders(processes);
      return found.length === 1 && found;
    });
    const other = processes.find((one) => one !== leader);
    if (!leader || !other) throw new Error("no two processes");
    leader.leave("v");
    await waitFor("the other to lead", async () => (await leaders([other])).length === 1, 10_000);
    const before = reads("left").length;
    await waitFor("reads by the other only", () => reads("left").length >= before + 3);
    expect(
      new Set(
        reads("left")
          .slice(before + 1)
          .map(({ by }) => by),
      ),
    ).toEqual(new Set([other.name]));
  });

  it("does not read at all when nobody watches", async () => {
    tell("nobody", "one");
    const [one] = await start("a");
    if (!one) throw new Error("no process");
    one.join(topicOf("nobody"), "v");
    await hears(one, "v", "one");
    one.leave("v");
    await waitFor("the watcher to end", async () => (await one.roles()).length === 0, 10_000);
    const before = reads("nobody").length;
    one.wake([topicOf("nobody")]);
    one.join(topicOf("other"), "v2");
    tell("other", "x");
    await hears(one, "v2", "x");
    expect(reads("nobody").length).toBe(before);
  });

  it("keeps the old data when a read fails, says since when, and recovers", async () => {
    tell("fails", "one");
    const [one] = await start("a");
    if (!one) throw new Error("no process");
    one.join(topicOf("fails"), "v");
    await hears(one, "v", "one");
    tell("fails", "fail");
    const problem = await waitFor(
      "a problem",
      () =>
        one.heard.flatMap(({ message }) =>
          message.event === "problem" ? [message.problem] : [],
        )[0],
    );
    expect(problem).toMatchObject({ code: "throttled", message: "It is throttled." });
    expect(Date.parse(problem.since)).toBeLessThanOrEqual(Date.now());
    expect(truths(one, "v")).toEqual(["one"]);
    // Whoever comes now sees the old data and the problem, never the old data as new.
    one.join(topicOf("fails"), "late");
    tell("fails", "two");
    await hears(one, "v", "two", 10_000);
  });
});

describe("Redis gone", () => {
  it("each process watches for itself, and one watches for all when Redis is back", async () => {
    tell("gone", "one");
    const processes = await start("a", "b");
    for (const one of processes) one.join(topicOf("gone"), "v");
    for (const one of processes) await hears(one, "v", "one");
    await redis.stop();
    await waitFor(
      "both to watch alone",
      async () => (await leaders(processes, "alone")).length === 2,
    );
    tell("gone", "two");
    for (const one of processes) await hears(one, "v", "two");
    await redis.start();
    await waitFor(
      "one to watch for both",
      async () =>
        (await leaders(processes)).length === 1 &&
        (await leaders(processes, "follower")).length === 1,
    );
    tell("gone", "three");
    for (const one of processes) await hears(one, "v", "three");
    for (const one of processes) expect(truths(one, "v").at(-1)).toBe("three");
  });
});
