import { realpathSync } from "node:fs";
import { dirname, join, normalize, relative, resolve, sep } from "node:path";

/** A path leaves the place that it is confined to. */
export class OutsideError extends Error {}

/**
 * Where a path of an instance (`/home/ec2-user/app`) is on this machine. `..` may not leave the
 * root, and neither may a symbolic link that is already on the way.
 */
export function confine(root: string, path: string, what: string): string {
  // Leading slashes mean the instance's own root; `..` beyond it is refused, not clamped.
  const wanted = normalize(path.replace(/^\/+/, ""));
  if (wanted === ".." || wanted.startsWith(`..${sep}`)) {
    throw new OutsideError(`${what} ${path} leaves its directory through "..".`);
  }
  const place = join(root, wanted);
  if (!isInside(realpathSync(root), nearestReal(place))) {
    throw new OutsideError(`${what} ${path} leaves its directory through a symbolic link.`);
  }
  return place;
}

/** Whether `path` is `root` or below it. Both absolute and free of symbolic links. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && resolve(way) !== way);
}

/** The real path of the nearest ancestor that exists, with what does not exist yet appended. */
export function nearestReal(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(nearestReal(parent), path.slice(parent.length));
  }
}
