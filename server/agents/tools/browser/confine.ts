import "server-only";
import { chmod, chown, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Account, accountOf } from "@/server/agents/sandbox/account";
import { systemFolder } from "@/server/agents/sandbox/bubblewrap/sandbox-arguments";
import { seccompFilter } from "@/server/agents/sandbox/bubblewrap/seccomp-filter";
import { ETC_OF_HOST, INSIDE } from "@/server/agents/sandbox/bubblewrap/system-files";

/** Where the proxy is, as the browser sees it: the only thing that its network holds. */
export const PROXY_INSIDE = "http://127.0.0.1:3128";

/** What the names of browsers' folders begin with, below the system's folder for temporary files. */
export const FOLDERS = "switchyard-browser-";

/** A folder of one browser's, and the program that starts it confined. */
export interface Confined {
  folder: string;
  /** Chromium's own files. Same path inside. */
  profile: string;
  /** To listen on for what the browser sends. */
  proxySocket: string;
  program: string;
  /** The started program's process id is written there. */
  pidFile: string;
  account?: Account;
}

/** Passes loopback of the browser's own network on to the socket outside. */
const RELAY = `const net = require("node:net");
net.createServer((inside) => {
  const outside = net.connect(process.argv[2]);
  inside.pipe(outside).pipe(inside);
  inside.on("error", () => outside.destroy());
  outside.on("error", () => inside.destroy());
}).listen(3128, "127.0.0.1");
`;

/**
 * Makes what a browser needs to run in namespaces of its own: an account without rights, no network
 * but a loopback that leads to our proxy, no files of the host but its programs, no environment.
 *
 * @param chromium host path of the browser
 */
export async function confine(sessionId: string, chromium: string): Promise<Confined> {
  const folder = await mkdtemp(join(tmpdir(), FOLDERS));
  const account = accountOf(`browser of ${sessionId}`);
  const profile = join(folder, "profile");
  const run = join(folder, "run");
  for (const path of [profile, run]) await mkdir(path, { mode: 0o700 });
  const filter = seccompFilter();
  const files = { relay: join(folder, "relay.cjs"), filter: join(folder, "filter") };
  await writeFile(files.relay, RELAY);
  if (filter) await writeFile(files.filter, filter);
  if (account)
    for (const path of [folder, profile, run, ...Object.values(filter ? files : {})])
      await chown(path, account.uid, account.gid);
  const confined: Confined = {
    folder,
    profile,
    proxySocket: join(run, "proxy"),
    program: join(folder, "start"),
    pidFile: join(folder, "pid"),
    ...(account && { account }),
  };
  await writeFile(confined.program, startScript(confined, chromium, files, Boolean(filter)));
  await chmod(confined.program, 0o700);
  return confined;
}

function startScript(
  { folder, profile, proxySocket, pidFile, account }: Confined,
  chromium: string,
  files: { relay: string; filter: string },
  filtered: boolean,
): string {
  const who = account
    ? [
        ["--reuid", `${account.uid}`, "--regid", `${account.gid}`, "--clear-groups"],
        ["--bounding-set", "-all", "--inh-caps", "-all"],
      ].flat()
    : [];
  const programs = [chromium, process.execPath].filter((path) => !path.startsWith("/usr/"));
  const box = [
    ["--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"],
    ["--clearenv", "--die-with-parent", "--new-session"],
    ["--uid", `${INSIDE.uid}`, "--gid", `${INSIDE.gid}`, "--hostname", "browser"],
    ...(filtered ? [["--seccomp", "9"]] : []),
    ["--ro-bind", "/usr", "/usr"],
    ...["/bin", "/sbin", "/lib", "/lib32", "/lib64"].map(systemFolder),
    ...[...ETC_OF_HOST, "/etc/chromium.d"].map((path) => ["--ro-bind-try", path, path]),
    ["--proc", "/proc", "--dev", "/dev"],
    ["--size", `${256 * MB}`, "--perms", "1777", "--tmpfs", "/dev/shm"],
    ["--size", `${128 * MB}`, "--perms", "1777", "--tmpfs", "/tmp"],
    // After /tmp, where a checkout may be.
    ...programs.map((path) => ["--ro-bind", dirname(path), dirname(path)]),
    ["--bind", profile, profile],
    ["--ro-bind", join(folder, "run"), join(folder, "run")],
    ["--ro-bind", files.relay, files.relay],
    ["--remount-ro", "/"],
    ["--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "HOME", profile],
    ["--setenv", "LANG", "C.UTF-8", "--chdir", "/"],
  ].flat();
  const inside = `${quoted([process.execPath, files.relay, proxySocket])} </dev/null & exec ${quoted([chromium])} "$@"`;
  const limits = ["prlimit", "--core=0", "--nofile=4096", `--fsize=${256 * MB}`, "--"];
  const command = [
    // Below the console, which has people waiting.
    ["nice", "-n", "10", "setpriv", ...who, "--no-new-privs", "--pdeathsig", "KILL"],
    ["bwrap", ...box],
    [...limits, "/bin/sh", "-c", inside, "sh"],
  ].flat();
  return `#!/bin/sh
echo $$ > ${quoted([pidFile])}
exec ${quoted(command)} "$@"${filtered ? ` 9<${quoted([files.filter])}` : ""}
`;
}

const MB = 1_048_576;

const quoted = (words: string[]): string =>
  words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
