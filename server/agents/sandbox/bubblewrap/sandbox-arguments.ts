import "server-only";
import { lstatSync, readlinkSync } from "node:fs";
import type { SandboxLimits } from "@/lib/agents/isolation";
import { ETC_FILES, ETC_OF_HOST, INSIDE } from "./system-files";

/** The first descriptors after the three streams: arguments, the system call filter, then files of `/etc`. */
export const DESCRIPTORS = { args: 3, filter: 4, etc: 5 } as const;

export interface Box {
  /** Host path of the workspace, as bubblewrap sees it. */
  workspace: string;
  /** Path inside to begin in. */
  cwd: string;
  env: Record<string, string>;
  /** `[host path, path inside]`. */
  readOnly: [string, string][];
  limits: SandboxLimits;
  /** A file of its may be no larger, in bytes; 0 lets it only delete. */
  fileBytes: number;
  /** Of one process, in seconds; absent for what lives as long as its session. */
  cpuSeconds?: number;
}

const MB = 1_048_576;

/** What every command finds; its own come on top. */
const ENVIRONMENT: Record<string, string> = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: INSIDE.home,
  USER: INSIDE.name,
  LANG: "C.UTF-8",
  TERM: "dumb",
  TMPDIR: "/tmp",
  XDG_CACHE_HOME: "/tmp/cache",
  MPLBACKEND: "Agg",
  MPLCONFIGDIR: "/tmp/matplotlib",
  PYTHONDONTWRITEBYTECODE: "1",
  // Each thread of it reserves memory; the limits are meant for the work.
  OPENBLAS_NUM_THREADS: "2",
  OMP_NUM_THREADS: "2",
};

/** Options of `bwrap`: new namespaces of every kind, no right, and a root that holds only what is named here. */
export function sandboxArguments(box: Box): string[] {
  // Memory of the kernel that no process has: it counts with theirs by being small.
  const scratch = Math.max(8, Math.min(256, Math.floor(box.limits.memoryMb / 4))) * MB;
  return [
    ["--unshare-all", "--unshare-user", "--disable-userns"],
    ["--cap-drop", "ALL"],
    ["--clearenv", "--die-with-parent", "--new-session"],
    ["--uid", `${INSIDE.uid}`, "--gid", `${INSIDE.gid}`, "--hostname", "sandbox"],
    ["--seccomp", `${DESCRIPTORS.filter}`],
    ["--ro-bind", "/usr", "/usr"],
    ...["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"].map(systemFolder),
    ...ETC_OF_HOST.map((path) => ["--ro-bind-try", path, path]),
    ...ETC_FILES.map(([path], at) => ["--ro-bind-data", `${DESCRIPTORS.etc + at}`, path]),
    ["--proc", "/proc", "--dev", "/dev"],
    ["--size", `${scratch}`, "--perms", "1777", "--tmpfs", "/dev/shm"],
    ["--size", `${scratch}`, "--perms", "1777", "--tmpfs", "/tmp"],
    ...box.readOnly.map(([host, inside]) => ["--ro-bind", host, inside]),
    ["--bind", box.workspace, INSIDE.home],
    // Both are in memory, as large as half of the machine's.
    ["--remount-ro", "/dev", "--remount-ro", "/"],
    ["--chdir", box.cwd],
    ...Object.entries({ ...ENVIRONMENT, ...box.env }).map(([name, value]) => [
      "--setenv",
      name,
      value,
    ]),
  ].flat();
}

/** A link into `/usr`, as most systems have it, or the folder itself. */
export function systemFolder(path: string): string[] {
  try {
    return lstatSync(path).isSymbolicLink()
      ? ["--symlink", readlinkSync(path), path]
      : ["--ro-bind", path, path];
  } catch {
    return [];
  }
}

/** What runs inside: the program under limits that hold for each process. They count in the sandbox's own user namespace. */
export function limitedProgram(box: Box, program: string[]): string[] {
  const { memoryMb, processes } = box.limits;
  const seconds = box.cpuSeconds && Math.ceil(box.cpuSeconds);
  return [
    "/usr/bin/prlimit",
    // Writable private memory; address space would count what Node and OpenBLAS only reserve.
    `--data=${memoryMb * MB}`,
    `--nproc=${processes}`,
    `--fsize=${box.fileBytes}`,
    "--nofile=256",
    "--core=0",
    "--memlock=65536",
    ...(seconds ? [`--cpu=${seconds}:${seconds + 1}`] : []),
    "--",
    ...program,
  ];
}
