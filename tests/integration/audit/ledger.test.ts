import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { migrate, pool } from "@/server/db";
import { settle, writeIntent, writeRefusal } from "@/server/platform/audit";
import { anIntent } from "../../fixtures/an-intent";
import { consoleEnv, setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
  setConsoleEnv({ DATABASE_URL: postgres.url });
  await migrate();
});
beforeEach(() => emptyLedger());
afterAll(async () => {
  await pool().end();
  await postgres?.close();
});

/** What only a superuser can do: switch the triggers off, act, and switch them on. */
async function asTamperer(sql: string): Promise<void> {
  await postgres.query(`set session_replication_role = replica; ${sql}`);
}

const emptyLedger = () =>
  asTamperer(
    `delete from audit_ledger; delete from audit_head;
     insert into audit_head values (1, 0, repeat('0', 64), now())`,
  );

/** `npm run audit:verify`, as a person runs it. */
function verify(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["scripts/audit-verify.ts", ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: postgres.url },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      said += data;
    });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}

/** Three settled actions: rows 1 to 6. */
async function threeActions(): Promise<void> {
  for (const target of ["a/Approval", "b/Approval", "c/Approval"]) {
    const id = await writeIntent(anIntent({ target, why: "looks “good” ✓ \u0000 \ud800" }));
    await settle(id, {
      outcome: "applied",
      durationMs: 12.6,
      upstream: [{ service: "codepipeline", operation: "PutApprovalResult", requestId: "r-1" }],
    });
  }
}

test("a ledger as it was written is whole, odd characters included", async () => {
  await threeActions();
  const { code, said } = await verify();
  expect(said).toMatch(/^The ledger is whole: 6 rows\. Head: 6:[0-9a-f]{64}\n$/);
  expect(code).toBe(0);
});

test("an empty ledger is whole", async () => {
  expect(await verify()).toMatchObject({ code: 0 });
});

test.each([
  ["a changed reason", "update audit_ledger set why = 'other' where seq = 3", "Row 3 was changed"],
  [
    "a changed person",
    "update audit_ledger set person_email = 'x' where seq = 1",
    "Row 1 was changed",
  ],
  [
    "a changed outcome",
    "update audit_ledger set outcome = 'refused' where seq = 4",
    "Row 4 was changed",
  ],
  [
    "a changed time",
    "update audit_ledger set at = at + interval '1 ms' where seq = 2",
    "Row 2 was changed",
  ],
  ["a missing row", "delete from audit_ledger where seq = 4", "Row 4 is missing"],
  ["missing rows", "delete from audit_ledger where seq in (2, 3)", "Rows 2 to 3 are missing"],
  ["a missing beginning", "delete from audit_ledger where seq = 1", "Row 1 is missing"],
  [
    "two rows that changed places",
    "update audit_ledger set seq = seq + 100 where seq in (3, 5); update audit_ledger set seq = 108 - seq where seq in (103, 105)",
    "Row 3 was changed",
  ],
  ["a cut-off end", "delete from audit_ledger where seq > 4", "the head record knows rows 5 to 6"],
  ["a missing head", "delete from audit_head", "The head record is missing"],
  [
    "a head set back",
    "update audit_head set seq = 4, hash = (select hash from audit_ledger where seq = 4)",
    "There are rows after the one the head record knows",
  ],
])("finds %s and says which", async (_what, tamper, sentence) => {
  await threeActions();
  await asTamperer(tamper);
  const { code, said } = await verify();
  expect(said).toContain(sentence);
  expect(code).toBe(1);
});

test("a cut that also sets the head back is found by a head noted elsewhere only", async () => {
  await threeActions();
  const [head] = await postgres.query<{ hash: string }>("select hash from audit_head");
  await asTamperer(
    `delete from audit_ledger where seq > 4;
     update audit_head set seq = 4, hash = (select hash from audit_ledger where seq = 4)`,
  );
  expect(await verify()).toMatchObject({ code: 0 });
  const { code, said } = await verify("--head", `6:${head?.hash}`);
  expect(said).toContain("the given head knows rows 5 to 6");
  expect(code).toBe(1);
});

test("it says so when it cannot look, without the address", async () => {
  const child = spawn(process.execPath, ["scripts/audit-verify.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "postgres://u:very-secret@127.0.0.1:1/x" },
  });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(2);
  expect(said).toBe("The ledger could not be read (ECONNREFUSED).\n");
});

test.each([
  "update audit_ledger set why = 'other'",
  "delete from audit_ledger",
  "truncate audit_ledger",
  "update audit_head set seq = 0",
  "delete from audit_head",
  "truncate audit_head",
])("Postgres refuses: %s", async (sql) => {
  await threeActions();
  await expect(postgres.query(sql)).rejects.toThrow(/append-only|only moves on/);
  expect(await verify()).toMatchObject({ code: 0 });
});

test("a known outcome is written once; an unknown one may be cleared up", async () => {
  const id = await writeIntent(anIntent());
  expect(await settle(id, { outcome: "unknown" })).toBe(true);
  expect(await settle(id, { outcome: "applied", settledBy: "reconciler" })).toBe(true);
  expect(await settle(id, { outcome: "refused" })).toBe(false);
  expect(await verify()).toMatchObject({ code: 0 });
});

test("a refusal writes both rows or none", async () => {
  const broken = { outcome: "not an outcome" as "refused" };
  await expect(writeRefusal(anIntent(), broken)).rejects.toThrow();
  expect(await postgres.query("select seq from audit_ledger")).toEqual([]);
  await writeRefusal(anIntent(), { outcome: "refused" });
  expect(await postgres.query("select kind from audit_ledger order by seq")).toEqual([
    { kind: "intent" },
    { kind: "settle" },
  ]);
});

test("writers in several processes at once make one chain", async () => {
  const script = `
    import { settle, writeIntent } from "@/server/platform/audit";
    const person = { id: "p", name: "P", email: "p@x", role: "admin" };
    // Two at a time in each process: enough to meet, and no queue that a busy machine times out.
    const lane = async (name) => {
      for (let i = 0; i < 5; i += 1) {
        const id = await writeIntent({ person, action: "test.write", target: name + i, requestId: "r" });
        await settle(id, { outcome: "applied" });
      }
    };
    await Promise.all([lane("a"), lane("b")]);`;
  const write = () =>
    new Promise((resolve) =>
      spawn(
        process.execPath,
        [
          "--import",
          "./tests/fixtures/console-loader.mjs",
          "--input-type=module",
          "--eval",
          script,
        ],
        {
          cwd: root,
          env: { ...process.env, ...consoleEnv({ DATABASE_URL: postgres.url }) },
          stdio: "inherit",
        },
      ).on("close", resolve),
    );
  expect(await Promise.all([write(), write(), write(), write()])).toEqual([0, 0, 0, 0]);
  const { code, said } = await verify();
  expect(said).toContain("The ledger is whole: 80 rows.");
  expect(code).toBe(0);
});
