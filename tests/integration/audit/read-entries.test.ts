import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuditFilter } from "@/lib/audit/model";
import { entriesQuery, readAuditEntries } from "@/server/audit/read-entries";
import { migrate, pool } from "@/server/db";
import { settle, writeIntent, writeRefusal } from "@/server/platform/audit";
import { setClock } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { anIntent } from "../../fixtures/an-intent";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";

const ctx = {} as Ctx;
const read = (filter: Record<string, unknown> = {}) =>
  readAuditEntries({ ctx, input: AuditFilter.parse(filter) });
const targets = async (filter: Record<string, unknown>) =>
  (await read(filter)).entries.map(({ target }) => target);

const grace = {
  id: "person-2",
  name: "Grace 100%",
  email: "grace@example.org",
  role: "admin",
} as const;
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
  setConsoleEnv({ DATABASE_URL: postgres.url });
  await migrate();
  // An hour ago, one a minute: a is applied, b was unknown and then applied, c refused, d unknown, e never settled.
  let minute = 0;
  const back = setClock(() => new Date(Date.now() - 3_600_000 + minute * 60_000));
  const a = await writeIntent(anIntent({ target: "a/Approval" }));
  await settle(a, { outcome: "applied", durationMs: 5 });
  minute += 1;
  const b = await writeIntent(anIntent({ target: "b/Approval", person: grace }));
  await settle(b, { outcome: "unknown", message: "lost" });
  await settle(b, { outcome: "applied", settledBy: "reconciler" });
  minute += 1;
  const c = anIntent({ target: "c_Approval", action: "release.start" });
  await writeRefusal(c, { outcome: "refused", problemCode: "stale", message: "Look again." });
  minute += 1;
  await settle(await writeIntent(anIntent({ target: "d/Approval" })), { outcome: "unknown" });
  minute += 1;
  await writeIntent(anIntent({ target: "e/Approval" }));
  back();
  await writeIntent(anIntent({ target: "f/Approval" })); // runs now
});
afterAll(async () => {
  await pool().end();
  await postgres?.close();
});

test("entries come newest first, with their last word", async () => {
  const { entries, next } = await read();
  expect(entries.map(({ target, outcome }) => [target, outcome])).toEqual([
    ["f/Approval", "running"],
    ["e/Approval", "unknown"],
    ["d/Approval", "unknown"],
    ["c_Approval", "refused"],
    ["b/Approval", "applied"],
    ["a/Approval", "applied"],
  ]);
  expect(next).toBeUndefined();
  expect(entries[4]).toMatchObject({ settledBy: "reconciler", person: { name: "Grace 100%" } });
  expect(entries[3]).toMatchObject({ message: "Look again.", problemCode: "stale" });
});

test.each([
  [{ outcome: "applied" }, ["b/Approval", "a/Approval"]],
  [{ outcome: "unknown" }, ["e/Approval", "d/Approval"]],
  [{ outcome: "running" }, ["f/Approval"]],
  [{ outcome: "refused" }, ["c_Approval"]],
  [{ outcome: "failed" }, []],
  [{ person: "GRACE" }, ["b/Approval"]],
  [{ person: "100%" }, ["b/Approval"]],
  [{ person: "%" }, ["b/Approval"]],
  [{ target: "_" }, ["c_Approval"]],
  [{ action: "release.start" }, ["c_Approval"]],
  [{ person: "ada", outcome: "applied" }, ["a/Approval"]],
  [{ person: "' or 1=1 --" }, []],
])("filtered by %j", async (filter, expected) => {
  expect(await targets(filter)).toEqual(expected);
});

test("a time range takes both ends", async () => {
  const [, e, d, c] = (await read()).entries;
  expect(await targets({ from: c?.at, to: e?.at })).toEqual(
    [e, d, c].map((entry) => entry?.target),
  );
});

test("pages follow each other without a gap or a repeat", async () => {
  const seen: (string | undefined)[] = [];
  let before: number | undefined;
  do {
    const page = await read({ limit: 4, ...(before && { before }) });
    seen.push(...page.entries.map(({ target }) => target));
    before = page.next;
  } while (before);
  expect(seen.map((target) => target?.[0]).join("")).toBe("fedcba");
});

/** Blocks that a page of this filter reads, as PostgreSQL counted them. */
async function blocksRead(filter: Record<string, unknown>): Promise<number> {
  const { sql, params } = entriesQuery(AuditFilter.parse(filter)).toSQL();
  const [row] = await postgres.query<{ "QUERY PLAN": [{ Plan: Record<string, number> }] }>(
    `explain (analyze, buffers, format json) ${sql}`,
    params,
  );
  const plan = row?.["QUERY PLAN"][0].Plan;
  return (plan?.["Shared Hit Blocks"] ?? Number.NaN) + (plan?.["Shared Read Blocks"] ?? Number.NaN);
}

describe("of a long ledger", () => {
  /** Blocks of the table, the longest thing that a filter may have to look through. */
  let ledger: number;

  beforeAll(async () => {
    await postgres.query(`
      set session_replication_role = replica;
      insert into audit_ledger (seq, kind, entry_id, at, person_email, person_name, action, target,
                                outcome, prev_hash, hash)
      select 100 + n, case when n % 2 = 0 then 'intent' else 'settle' end,
             ('00000000-0000-4000-8000-' || lpad((n / 2)::text, 12, '0'))::uuid,
             now() - interval '1 day', case when n % 2 = 0 then 'p' || (n / 2) % 50 || '@x' end, 'P',
             case when n % 2 = 0 then 'bulk' end, case when n % 2 = 0 then 't' || n end,
             case when n % 2 = 1 then (case when n % 4001 = 0 then 'failed' else 'applied' end) end, '', ''
        from generate_series(0, 39999) n;
      analyze audit_ledger`);
    const [row] = await postgres.query<{ relpages: number }>(
      "select relpages from pg_class where relname = 'audit_ledger'",
    );
    ledger = row?.relpages ?? 0;
    expect(ledger).toBeGreaterThan(400);
  });

  // A page has 51 rows, each with two look-ups through an index.
  test.each([
    [{}],
    [{ outcome: "failed" }],
    [{ outcome: "applied" }],
    [{ outcome: "running" }],
    [{ action: "release.start" }],
    [{ from: new Date(Date.now() - 600_000).toISOString() }],
  ])("a page filtered by %j is found by an index", async (filter) => {
    expect(await blocksRead(filter)).toBeLessThan(1_000);
  });

  // Parts of a text, and what is not there, stand in no index: each row once, not once for every other.
  test.each([[{ outcome: "unknown" }], [{ person: "nobody" }], [{ target: "t39998" }]])(
    "a page filtered by %j looks through the ledger a few times at most",
    async (filter) => {
      expect(await blocksRead(filter)).toBeLessThan(6 * ledger);
    },
  );
});
