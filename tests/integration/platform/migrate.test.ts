import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let postgres: TestPostgres;
let url = "";

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase("empty");
});
afterAll(() => postgres?.close());

/** A process of its own that migrates; gives its exit code and what it said. */
function migrateInProcess(url: string): Promise<{ code: number | null; said: string }> {
  const script = `import { migrate } from "@/server/db/migrate"; await migrate();`;
  const child = spawn(
    process.execPath,
    ["--import", "./tests/fixtures/console-loader.mjs", "--input-type=module", "--eval", script],
    { cwd: root, env: { ...process.env, ...consoleEnv({ DATABASE_URL: url }) } },
  );
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}

test("six processes that start at once migrate one database, each migration once", async () => {
  const results = await Promise.all(Array.from({ length: 6 }, () => migrateInProcess(url)));
  expect(results.filter(({ code }) => code !== 0)).toEqual([]);
  const [done] = await postgres.query<{ count: string }>(
    "select count(*) from drizzle.__drizzle_migrations",
    [],
    url,
  );
  const [head] = await postgres.query("select seq::int as seq, hash from audit_head", [], url);
  expect(Number(done?.count)).toBeGreaterThanOrEqual(2);
  expect(head).toEqual({ seq: 0, hash: "0".repeat(64) });
});

test("a migrated database is left as it is", async () => {
  const all = "select * from drizzle.__drizzle_migrations order by id";
  const before = await postgres.query(all, [], url);
  expect(await migrateInProcess(url)).toMatchObject({ code: 0 });
  expect(await postgres.query(all, [], url)).toEqual(before);
});

test("without a database it fails and says so, instead of hanging", async () => {
  const { code, said } = await migrateInProcess("postgres://a:b@127.0.0.1:1/none");
  expect(code).not.toBe(0);
  expect(said).toContain("ECONNREFUSED");
});
