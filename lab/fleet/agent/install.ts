import { lstatSync, readlinkSync } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  rmdir,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join, matchesGlob, resolve } from "node:path";
import type { Appspec, AppspecPermission, FileExistsBehavior } from "./appspec.ts";
import { confine, isInside, nearestReal } from "./confine.ts";

/** The revision cannot be installed; the message is what CodeDeploy shows. */
export class InstallError extends Error {}

export interface Installation {
  appspec: Appspec;
  archiveDir: string;
  /** The instance's own root directory on this machine. */
  root: string;
  /** List of what the last installation put there, so that it can be removed first. */
  cleanupFile: string;
  fileExistsBehavior: FileExistsBehavior;
}

interface Step {
  kind: "directory" | "file" | "link";
  from: string;
  to: string;
}

/**
 * Copies the files of a revision to their destinations: removes what the last installation put
 * there, refuses (or not) what else is in the way, copies, sets permissions.
 */
export async function installFiles(installation: Installation): Promise<void> {
  const { appspec, archiveDir, root } = installation;
  const steps: Step[] = [];
  for (const { source, destination } of appspec.files) {
    const from = confine(archiveDir, source, "The source");
    const to = confine(root, destination, "The destination");
    const kind = kindOf(from);
    if (!kind) {
      throw new InstallError(`No such file or directory in the revision: ${source}`);
    }
    if (kind === "directory") await planTree(from, to, steps);
    else steps.push({ kind, from, to: join(to, from.slice(dirname(from).length + 1)) });
  }

  await removePrevious(installation.cleanupFile, root);
  const behavior = appspec.fileExistsBehavior ?? installation.fileExistsBehavior;
  for (const step of steps) {
    const there = kindOf(step.to);
    if (step.kind === "directory" || !there || behavior !== "DISALLOW") continue;
    const shown = step.to.slice(root.length);
    throw new InstallError(
      `The deployment failed because a specified file already exists at this location: ${shown}`,
    );
  }

  const made: string[] = [];
  // What is put there is noted first: a cut in the middle must not leave files nobody owns.
  await mkdir(dirname(installation.cleanupFile), { recursive: true });
  await writeFile(installation.cleanupFile, JSON.stringify(steps.map((step) => step.to)));
  for (const step of steps) {
    if (await put(step, root, behavior)) made.push(step.to);
  }
  await writeFile(installation.cleanupFile, JSON.stringify(made));
  for (const permission of appspec.permissions) await applyPermission(permission, root, made);
}

async function planTree(from: string, to: string, steps: Step[]): Promise<void> {
  steps.push({ kind: "directory", from, to });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await planTree(source, target, steps);
    else steps.push({ kind: entry.isSymbolicLink() ? "link" : "file", from: source, to: target });
  }
}

/** Whether it made something new (what was there before is not ours to remove later). */
async function put(step: Step, root: string, behavior: FileExistsBehavior): Promise<boolean> {
  const there = kindOf(step.to);
  // Looked at again now: a step before may have put a link on the way.
  if (!isInside(nearestReal(root), nearestReal(dirname(step.to)))) {
    throw new InstallError(`${step.to.slice(root.length)} leads out of the instance.`);
  }
  if (step.kind === "directory") {
    if (there === "directory") return false;
    await mkdir(step.to, { recursive: true });
    return true;
  }
  if (there && behavior === "RETAIN") return false;
  if (there === "directory") {
    throw new InstallError(`A directory is in the way of the file ${step.to.slice(root.length)}`);
  }
  if (there) await rm(step.to);
  await mkdir(dirname(step.to), { recursive: true });
  if (step.kind === "link") {
    const to = readlinkSync(step.from);
    if (!isInside(root, resolve(dirname(step.to), to))) {
      throw new InstallError(
        `The symbolic link ${step.to.slice(root.length)} leads out of the instance.`,
      );
    }
    await symlink(to, step.to);
  } else {
    await copyFile(step.from, step.to);
    await chmod(step.to, (await lstat(step.from)).mode & 0o777);
  }
  return true;
}

async function removePrevious(cleanupFile: string, root: string): Promise<void> {
  let previous: string[];
  try {
    previous = JSON.parse(await readFile(cleanupFile, "utf8"));
  } catch {
    return;
  }
  // Longest paths first, so that directories are empty when their turn comes.
  for (const path of previous.sort((a, b) => b.length - a.length)) {
    if (!isInside(root, path) || path === root) continue;
    if (kindOf(path) === "directory") await rmdir(path).catch(() => undefined);
    else await rm(path, { force: true });
  }
}

async function applyPermission(
  permission: AppspecPermission,
  root: string,
  made: string[],
): Promise<void> {
  const object = confine(root, permission.object, "The permissions object");
  const { mode } = permission;
  if (mode === undefined) return;
  if (kindOf(object) === "file") return chmod(object, mode);
  for (const path of made) {
    if (!isInside(object, path)) continue;
    const kind = kindOf(path);
    if (!kind || kind === "link" || !permission.types.includes(kind)) continue;
    const name = path.slice(object.length + 1);
    const all = permission.pattern === "**" || permission.pattern === "*";
    const wanted = all || matchesGlob(name, permission.pattern);
    if (wanted && !permission.except.some((each) => matchesGlob(name, each)))
      await chmod(path, mode);
  }
}

function kindOf(path: string): Step["kind"] | undefined {
  try {
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return "link";
    return stat.isDirectory() ? "directory" : "file";
  } catch {
    return undefined;
  }
}
