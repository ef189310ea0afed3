import "server-only";
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import type { Account } from "../account";
import { type Box, DESCRIPTORS, limitedProgram, sandboxArguments } from "./sandbox-arguments";
import { seccompFilter } from "./seccomp-filter";
import { ETC_FILES } from "./system-files";

/**
 * Starts a program in a sandbox of its own: `stdin`, `stdout` and `stderr` are pipes. Whatever it
 * leaves behind ends with it, and it ends with the console.
 */
export function spawnSandbox(
  box: Box,
  program: string[],
  { account, bubblewrap }: { account?: Account; bubblewrap: string },
): ChildProcess {
  const outer = account && asAccount(account, box);
  const inner = outer ? outer.box : box;
  const filter = seccompFilter();
  const command = [
    ...(outer ? outer.command : ["setpriv"]),
    ...["--no-new-privs", "--pdeathsig", "KILL"],
    ...["/bin/sh", "-c", IF_PARENT_LIVES, `${process.pid}`],
    ...[bubblewrap, "--args", `${DESCRIPTORS.args}`, ...limitedProgram(inner, program)],
  ];
  const options: SpawnOptions = {
    stdio: Array(DESCRIPTORS.etc + ETC_FILES.length).fill("pipe"),
    // The first process inside shows this one's environment in its /proc.
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      NODE_ENV: "production",
    },
    cwd: "/",
  };
  const child = spawn(command[0] as string, command.slice(1), options);
  // By a descriptor, so that neither `ps` nor /proc shows paths and environment.
  give(
    child,
    DESCRIPTORS.args,
    filter ? sandboxArguments(inner) : withoutFilter(sandboxArguments(inner)),
  );
  give(child, DESCRIPTORS.filter, filter ?? Buffer.alloc(0));
  ETC_FILES.forEach(([, content], at) => {
    give(child, DESCRIPTORS.etc + at, Buffer.from(content));
  });
  return child;
}

function give(child: ChildProcess, descriptor: number, content: Buffer | string[]): void {
  const pipe = child.stdio[descriptor] as Writable | null | undefined;
  // When it could not start, its `error` event tells.
  pipe?.on("error", () => undefined);
  pipe?.end(Buffer.isBuffer(content) ? content : content.map((each) => `${each}\0`).join(""));
}

function withoutFilter(args: string[]): string[] {
  const at = args.indexOf("--seccomp");
  return args.toSpliced(at, 2);
}

/** A console that died before it was asked to end us with it will not: then nothing starts. */
const IF_PARENT_LIVES = '[ "$PPID" = "$0" ] && exec "$@"';

/** Binds each folder that is named before `--` where anybody can reach it, then becomes what follows. */
const BIND = `set -e
mount -t tmpfs -o mode=755,size=1m none /mnt
at=0
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir /mnt/$at; else : > /mnt/$at; fi
  mount --bind -- "$1" /mnt/$at
  at=$((at + 1)); shift
done
shift
exec "$@"`;

/**
 * Root binds the folders where anybody can reach them, in a mount namespace of its own, and becomes
 * the session's account before the sandbox is made: root inside it could be root outside. All of it
 * is one process whose parent is the console, so that the console's death ends it.
 */
function asAccount({ uid, gid }: Account, box: Box): { command: string[]; box: Box } {
  const folders = [box.workspace, ...box.readOnly.map(([host]) => host)];
  const command = [
    ["unshare", "--mount", "--propagation", "private", "--"],
    ["/bin/sh", "-c", BIND, "sh", ...folders, "--"],
    ["setpriv", "--reuid", `${uid}`, "--regid", `${gid}`, "--clear-groups"],
    ["--bounding-set", "-all", "--inh-caps", "-all"],
  ].flat();
  return {
    command,
    box: {
      ...box,
      workspace: "/mnt/0",
      readOnly: box.readOnly.map(([, inside], at) => [`/mnt/${at + 1}`, inside]),
    },
  };
}
