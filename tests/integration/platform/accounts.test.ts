import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db, migrate, pool, users } from "@/server/db";
import { authorizeLocal } from "@/server/platform/authorize-local";
import { serialiseError } from "@/server/platform/log";
import { seedUsers } from "@/server/platform/seed-users";
import { ACCOUNT_ATTEMPTS } from "@/server/platform/throttle";
import { redis } from "@/server/redis";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";
import { waitFor } from "../../fixtures/wait-for";

let postgres: TestPostgres;
let server: TestRedis;
const dir = mkdtempSync(join(tmpdir(), "switchyard-accounts-"));
const file = join(dir, "users.json");

beforeAll(async () => {
  [postgres, server] = await Promise.all([startPostgres(), startRedis()]);
  setConsoleEnv({ DATABASE_URL: postgres.url, REDIS_URL: server.url });
  await migrate();
  await waitFor("Redis", () => redis().ping());
});
beforeEach(async () => {
  await redis().flushall();
  await postgres.query("delete from users");
});
afterAll(async () => {
  redis().disconnect();
  await pool().end();
  await Promise.all([postgres?.close(), server?.close()]);
  rmSync(dir, { recursive: true, force: true });
});

function writeSeed(content: unknown, mode = 0o600): void {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  chmodSync(file, mode);
}
const ada = {
  email: "Ada@Example.org",
  name: "Ada",
  role: "approver",
  password: "analytical engine",
};
const usersNow = () =>
  postgres.query("select email, role, password_hash, disabled_at from users order by email");

test("seeding makes accounts that can sign in; a restart changes nothing, a new password does", async () => {
  writeSeed([ada]);
  expect(await seedUsers(file)).toBe(1);
  const [first] = await usersNow();
  expect(first).toMatchObject({ email: "ada@example.org", role: "approver" });
  expect(first?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(
    await authorizeLocal({ email: " ADA@example.org", password: ada.password }, "a"),
  ).toMatchObject({ name: "Ada", role: "approver" });
  await seedUsers(file);
  expect(await usersNow()).toEqual([first]);
  writeSeed([{ ...ada, role: "viewer", password: "difference engine" }]);
  await seedUsers(file);
  expect(await authorizeLocal({ email: ada.email, password: ada.password }, "a")).toBeNull();
  expect(
    await authorizeLocal({ email: ada.email, password: "difference engine" }, "a"),
  ).toMatchObject({ role: "viewer" });
});

test.each([
  ["readable by others", [ada], 0o644, /mode 0600/],
  ["not JSON", "[{", 0o600, /not valid JSON/],
  ["with an unknown role", [{ ...ada, role: "root" }], 0o600, /not valid at 0\.role/],
  ["without a password", [{ ...ada, password: undefined }], 0o600, /not valid at 0/],
])(
  "a seed file %s is refused without telling what it holds",
  async (_what, content, mode, sentence) => {
    writeSeed(content, mode);
    const error = await seedUsers(file).then(
      () => new Error("accepted"),
      (refused: Error) => refused,
    );
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toContain("analytical");
    expect(await usersNow()).toEqual([]);
  },
);

test("a disabled account is answered like a wrong password", async () => {
  writeSeed([ada]);
  await seedUsers(file);
  await postgres.query("update users set disabled_at = now()");
  expect(await authorizeLocal(ada, "a")).toBeNull();
});

test("an unknown account takes as long as a wrong password", async () => {
  writeSeed([ada]);
  await seedUsers(file);
  const timed = async (email: string) => {
    await redis().flushall();
    const begun = performance.now();
    await authorizeLocal({ email, password: "not it" }, "a");
    return performance.now() - begun;
  };
  await authorizeLocal({ email: "first@x.org", password: "x" }, "a"); // makes the decoy
  // In turns, and the least of each: what else the machine does only ever adds to it.
  let [wrong, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 12; round += 1) {
    wrong = Math.min(wrong, await timed(ada.email));
    unknown = Math.min(unknown, await timed(`nobody-${round}@example.org`));
  }
  // Without the decoy an unknown account would answer in a tenth of the time.
  expect(unknown).toBeGreaterThan(wrong * 0.5);
  expect(unknown).toBeLessThan(wrong * 2);
});

test("a right password clears the account's count, guesses side by side do not slip through", async () => {
  writeSeed([ada]);
  await seedUsers(file);
  const guess = (password: string) =>
    authorizeLocal({ email: ada.email, password }, "a").catch((error: Error) => error.message);
  await Promise.all(Array.from({ length: ACCOUNT_ATTEMPTS - 1 }, () => guess("no")));
  expect(await guess(ada.password)).toMatchObject({ name: "Ada" });
  const answers = await Promise.all(
    Array.from({ length: ACCOUNT_ATTEMPTS + 5 }, () => guess("no")),
  );
  expect(answers.filter((answer) => answer === null)).toHaveLength(ACCOUNT_ATTEMPTS);
  expect(answers.filter((answer) => String(answer).startsWith("Throttled-"))).toHaveLength(5);
  expect(await guess(ada.password)).toMatch(/^Throttled-/);
});

test("Redis keeps no names of those who tried", async () => {
  await authorizeLocal({ email: "secret.person@example.org", password: "x" }, "192.0.2.77");
  const keys = await redis().keys("*");
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.join()).not.toMatch(/secret|192/);
});

test("what is logged of a failed query holds neither a hash nor a name", async () => {
  const error = await db()
    .insert(users)
    .values({
      provider: "local",
      subject: "ada@example.org",
      email: "ada@example.org",
      name: "Ada",
      role: "no such role",
      passwordHash: "$argon2id$secret",
    })
    .catch((refused: unknown) => refused);
  expect(String(error)).toContain("argon2id"); // or there would be nothing to hide
  const logged = JSON.stringify(serialiseError(error));
  expect(logged).toContain("users_role");
  expect(logged).not.toMatch(/argon2id|ada@/);
});
