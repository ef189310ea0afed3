import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Analysis, OUTCOMES } from "@/lib/ami-updates/model";
import { updateStore } from "@/server/ami-updates/store/update-store";
import { migrate, pool } from "@/server/db";
import { AppError } from "@/server/platform/errors";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";
import { waitFor } from "../../fixtures/wait-for";

let postgres: TestPostgres;
const store = updateStore();
beforeAll(async () => {
  postgres = await startPostgres();
  // As a Lambda function has it: where PostgreSQL is, and nothing of the console's.
  for (const name of ["REDIS_URL", "NEXTAUTH_URL", "NEXTAUTH_SECRET"]) delete process.env[name];
  process.env.DATABASE_URL = postgres.url;
  process.env.SWITCHYARD_LOG_LEVEL = "silent";
  await migrate();
});
afterAll(async () => {
  setConsoleEnv();
  await pool().end();
  await postgres?.close();
});

let count = 0;
function aWay(over: Partial<Parameters<typeof store.open>[0]> = {}) {
  count += 1;
  return {
    cluster: `c${count}`,
    nodeClass: "default",
    environment: "dev",
    from: { imageId: "ami-0000000000000000a", release: "v20260701" },
    to: { imageId: "ami-0000000000000000b", release: "v20260714" },
    dryRun: false,
    startedBy: "schedule",
    ...over,
  };
}
const anAnalysis = (risk: number) =>
  ({ risk, releases: [{ text: "x".repeat(1_000) }] }) as Analysis;

test("a hundred who open a way at once get one record", async () => {
  const way = aWay();
  const opened = await Promise.all(Array.from({ length: 100 }, () => store.open(way)));
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  expect(await store.list({ target: way, limit: 10 })).toHaveLength(1);
});

test("a decided way may be opened again, and each dry run is its own", async () => {
  const way = aWay();
  const first = await store.open(way);
  expect(await store.saveDecision(first.id, { decision: "closed" })).toBe(true);
  const second = await store.open(way);
  expect(second.id).not.toBe(first.id);
  const dry = [
    await store.open({ ...way, dryRun: true }),
    await store.open({ ...way, dryRun: true }),
  ];
  expect(new Set(dry.map(({ id }) => id)).size).toBe(2);
  expect((await store.latest(way))?.id).toBe(second.id);
  expect((await store.latest(way, { release: "v20260714" }))?.id).toBe(second.id);
  expect(await store.latest(way, { release: "v20260715" })).toBeUndefined();
});

test("of two decisions the first one stays, and nothing changes what it rested on", async () => {
  const { id } = await store.open(aWay());
  await store.saveAnalysis(id, anAnalysis(3));
  const decide = (decidedBy: string) =>
    store.saveDecision(id, { decision: "merged", decidedBy, mergeCommit: "c" });
  const won = await Promise.all(["a", "b", "c", "d"].map(decide));
  expect(won.filter(Boolean)).toHaveLength(1);
  await store.saveAnalysis(id, anAnalysis(9));
  expect(await store.intendDecision(id, { by: "late" })).toBe(false);
  expect(await store.saveOverride(id, { by: "late", reason: "x", at: "2026-01-01" })).toBe(false);
  const after = await store.byId(id);
  expect(after?.analysis?.risk).toBe(3);
  expect(after?.decidedBy).toBe(["a", "b", "c", "d"][won.indexOf(true)]);
  const kept = await postgres.query("select 1 from ami_analyses where update_id = $1", [id]);
  expect(kept).toHaveLength(1);
});

test("an outcome keeps when it began, and a revert is the last word", async () => {
  const { id } = await store.open(aWay());
  const at = (minute: number) => new Date(Date.UTC(2026, 6, 1, 12, minute));
  await store.saveOutcome(id, "stuck", "One node hangs.", at(0));
  await store.saveOutcome(id, "stuck", "Two nodes hang.", at(5));
  expect(await store.byId(id)).toMatchObject({
    outcomeWhy: "Two nodes hang.",
    outcomeAt: at(0).toISOString(),
  });
  await store.saveOutcome(id, "verified", "All run it.", at(9));
  expect((await store.byId(id))?.outcomeAt).toBe(at(9).toISOString());
  await store.saveOutcome(id, "reverted", "Taken back.", at(10));
  await store.saveOutcome(id, "verified", "All run it.", at(11));
  expect((await store.byId(id))?.outcome).toBe("reverted");
});

test("an outcome is written down for the one update, whatever it is", async () => {
  const others = await Promise.all(
    ["dev", "staging"].map((cluster) => store.open(aWay({ cluster }))),
  );
  const at = (minute: number) => new Date(Date.UTC(2026, 6, 1, 12, minute));
  for (const { id } of others) await store.saveOutcome(id, "verified", "All run it.", at(0));
  const { id } = await store.open(aWay());
  for (const outcome of OUTCOMES) {
    await store.saveOutcome(id, outcome, `It is ${outcome}.`, at(5));
    expect(await store.byId(id)).toMatchObject({ outcome, outcomeAt: at(5).toISOString() });
    for (const other of others)
      expect(await store.byId(other.id)).toMatchObject({
        outcome: "verified",
        outcomeWhy: "All run it.",
        outcomeAt: at(0).toISOString(),
      });
  }
});

test("lists go on from a row, and leave the notes out", async () => {
  const target = aWay();
  for (const release of ["v20260801", "v20260802", "v20260803"]) {
    const { id } = await store.open({ ...target, to: { release } });
    await store.saveAnalysis(id, anAnalysis(1));
  }
  const [first, second] = await store.list({ target, limit: 2 });
  expect([first?.to.release, second?.to.release]).toEqual(["v20260803", "v20260802"]);
  expect(first?.analysis).toMatchObject({ risk: 1, releases: [] });
  const [last] = await store.list({ target, limit: 2, before: second?.id, analysis: false });
  expect(last?.to.release).toBe("v20260801");
  expect(last?.analysis).toBeUndefined();
  expect(await store.byId("no-id")).toBeUndefined();
  expect(await store.list({ limit: 1, before: "no-id" })).toEqual([]);
});

test("the newest lift counts", async () => {
  const target = { cluster: "lifted", nodeClass: "default" };
  const lift = { ...target, image: "ami-1", by: "a", reason: "x", at: "2026-01-01T00:00:00.000Z" };
  await store.lifts.add(lift);
  await store.lifts.add({ ...lift, by: "b", at: "2026-01-02T00:00:00.000Z" });
  expect((await store.lifts.find(target, "ami-1"))?.by).toBe("b");
  expect(await store.lifts.find(target, "ami-2")).toBeUndefined();
});

const HOLDER = `
  const pg = (await import("pg")).default;
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [process.argv[1]]);
  console.log("held");
  setInterval(() => {}, 1000);
`;

test("only one at a time works for a key, in one process and in several; a dead holder holds nothing", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await pool().query("select 1");
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 50 }, () => store.exclusively("a", work)));
  expect(most).toBe(1);

  const child = spawn(process.execPath, ["--input-type=module", "-e", HOLDER, "ami-updates:b"], {
    env: { ...process.env, DATABASE_URL: postgres.url },
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await expect(store.exclusively("b", work, 0)).rejects.toMatchObject({ code: "conflict" });
  await expect(store.exclusively("b", work, 100)).rejects.toBeInstanceOf(AppError);
  expect(await store.exclusively("c", async () => "free", 0)).toBe("free");
  const waiting = store.exclusively("b", async () => "mine", 10_000);
  child.kill("SIGKILL");
  expect(await waiting).toBe("mine");
});

test("work that fails gives its lock back", async () => {
  await expect(
    store.exclusively("d", async () => {
      throw new Error("broken");
    }),
  ).rejects.toThrow("broken");
  expect(await store.exclusively("d", async () => "free", 0)).toBe("free");
});

test("a notice is kept once per channel, taken by one, and taken again when its lease is over", async () => {
  const { id: updateId } = await store.open(aWay());
  const { notifications } = store;
  const notice = { updateId, kind: "proposed" as const, title: "t", summary: "s" };
  await Promise.all(Array.from({ length: 20 }, () => notifications.add(notice, ["sns", "slack"])));
  expect(await notifications.of(updateId)).toHaveLength(2);

  const taken = (
    await Promise.all(Array.from({ length: 10 }, () => notifications.take(5, 200)))
  ).flat();
  expect(taken).toHaveLength(2);
  expect(taken[0]).toMatchObject({ ...notice, attempts: 1, state: "pending" });
  const again = await waitFor("the lease to end", async () => {
    const due = await notifications.take(5, 60_000);
    return due.length > 0 && due;
  });
  expect(again.every(({ attempts }) => attempts === 2)).toBe(true);

  const [first, second] = again;
  await notifications.settle(first?.id ?? "", { sent: true });
  await notifications.settle(first?.id ?? "", { sent: false, error: "late" });
  await notifications.settle(second?.id ?? "", { sent: false, error: "Slack refused it." });
  const told = await notifications.of(updateId);
  expect(told.map(({ state }) => state).sort()).toEqual(["failed", "sent"]);
  expect(told.find(({ state }) => state === "failed")?.lastError).toBe("Slack refused it.");
  expect(await notifications.take(5, 1_000)).toEqual([]);
});
