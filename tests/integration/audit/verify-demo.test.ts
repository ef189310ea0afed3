import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "@/server/db";
import { keepSecrets } from "../../../scripts/demo/secrets";
import { type RunningPostgres, startPostgres } from "../../../scripts/services/postgres";
import { setConsoleEnv } from "../../fixtures/set-console-env";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const stateDir = mkdtempSync(join(tmpdir(), "switchyard-verify-"));
let postgres: RunningPostgres;

beforeAll(async () => {
  chmodSync(stateDir, 0o755);
  const { postgres: password } = keepSecrets(stateDir);
  postgres = await startPostgres({ stateDir, password, durable: false });
  setConsoleEnv({ DATABASE_URL: postgres.url });
  await migrate();
});
afterAll(async () => {
  await postgres?.child.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

function verify(folder: string): Promise<{ code: number | null; said: string }> {
  const { DATABASE_URL: _none, ...env } = process.env;
  const args = ["scripts/audit-verify.ts", "--state-dir", folder];
  const child = spawn(process.execPath, args, { cwd: root, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      said += data;
    });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}

test("without DATABASE_URL the ledger of the demo that runs is verified", async () => {
  const { code, said } = await verify(stateDir);
  expect(said).toContain("The ledger is whole: 0 rows.");
  expect(code).toBe(0);
});

test("with neither it says what to do", async () => {
  const { code, said } = await verify(join(stateDir, "nothing-here"));
  expect(said).toContain("Set DATABASE_URL, or start the demo");
  expect(code).toBe(2);
});
