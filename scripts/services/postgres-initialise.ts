import { spawn } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PostgresHome } from "./postgres-home.ts";

/** The file whose presence says that initdb finished: a crash in the middle leaves a cluster without it. */
export const INITIALISED = "switchyard-initialised";

/** Makes a new, empty cluster; what an interrupted attempt left is thrown away first. */
export async function initialiseCluster(home: PostgresHome, superuser: string, password: string) {
  const { user, dataDir, binDir } = home;
  const own = (path: string) => user && chownSync(path, user.uid, user.gid);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  own(dataDir);
  const secretDir = mkdtempSync(join(tmpdir(), "switchyard-initdb-"));
  const passwordFile = join(secretDir, "password");
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    own(secretDir);
    own(passwordFile);
    await runInitdb(join(binDir, "initdb"), home, [
      `--pgdata=${dataDir}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ]);
  } finally {
    rmSync(secretDir, { recursive: true, force: true });
  }
  writeFileSync(join(dataDir, INITIALISED), "");
}

function runInitdb(initdb: string, { user, dataDir }: PostgresHome, args: string[]): Promise<void> {
  const child = spawn(initdb, args, {
    cwd: dataDir,
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`PostgreSQL could not make its cluster: ${complaints.trim()}`));
    });
  });
}
