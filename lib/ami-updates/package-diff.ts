import { changeLevel, compareVersions } from "./compare-versions";
import type { Citation, PackageChange } from "./model";
import { cite, type ReleaseEntry } from "./release-entry";

/** Kernels stand in the tables by their series (`kernel`, `kernel6.12`); a node runs one of them. */
const KERNEL = /^kernel(\d+\.\d+)?$/;

export interface PackageDiff {
  changes: PackageChange[];
  /** The two releases whose tables were compared. */
  compared?: { from: string; to: string };
  /** One sentence for each thing that could not be compared. */
  gaps: string[];
}

interface Component {
  version: string;
  source: Citation;
}

/**
 * What changes on a node between two images. `from` is the old image's own entry, `range` every
 * release after it up to the new one, oldest first; an entry that could not be read is absent.
 * Where an end is missing, the nearest readable release stands for it, and a gap says so.
 */
export function diffPackages(
  from: { release?: string; entry?: ReleaseEntry },
  range: { release: string; entry?: ReleaseEntry }[],
): PackageDiff {
  const gaps: string[] = [];
  const readable = range.flatMap(({ entry }) => (entry?.section?.packages ? [entry] : []));
  const wanted = range.at(-1)?.release;
  const last = readable.at(-1);
  const first = from.entry?.section?.packages ? from.entry : readable[0];
  if (!from.entry?.section?.packages)
    gaps.push(
      from.release
        ? `What ${from.release} contains for this Kubernetes version and kind of image is not known.`
        : "Which release runs now is not known.",
    );
  if (wanted !== undefined && last?.release !== wanted)
    gaps.push(
      `What ${wanted} contains for this Kubernetes version and kind of image is not known.`,
    );
  if (!first || !last || first === last) return { changes: [], gaps };
  return {
    changes: changesBetween(componentsOf(first), componentsOf(last)),
    compared: { from: first.release, to: last.release },
    gaps,
  };
}

/** Components of an image by name: the table's packages with one `kernel`, and the kubelet. */
function componentsOf(entry: ReleaseEntry): Map<string, Component> {
  const components = new Map<string, Component>();
  for (const [name, { version, line }] of entry.section?.packages ?? []) {
    const known = KERNEL.test(name) ? "kernel" : name;
    const before = components.get(known);
    // Two series side by side: the node boots the newer one.
    if (!before || compareVersions(before.version, version) < 0)
      components.set(known, { version, source: cite(entry, line) });
  }
  const kubelet = kubeletOf(entry.section?.releaseVersion?.value);
  if (kubelet && entry.section?.releaseVersion)
    components.set("kubelet", {
      version: kubelet,
      source: cite(entry, entry.section.releaseVersion.line),
    });
  return components;
}

/** `1.34.9` of `1.34.9-20260714`. */
export const kubeletOf = (releaseVersion: string | undefined): string | undefined =>
  /^(\d+\.\d+\.\d+)-/.exec(releaseVersion ?? "")?.[1];

function changesBetween(
  before: Map<string, Component>,
  after: Map<string, Component>,
): PackageChange[] {
  const changes: PackageChange[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(name), after.get(name)];
    if (!old && now) changes.push({ name, kind: "added", to: now.version, source: now.source });
    else if (old && !now) changes.push({ name, kind: "removed", from: old.version });
    else if (old && now && old.version !== now.version)
      changes.push({
        name,
        kind: compareVersions(now.version, old.version) < 0 ? "downgraded" : "changed",
        from: old.version,
        to: now.version,
        level: changeLevel(old.version, now.version) ?? "release",
        source: now.source,
      });
  }
  return changes;
}

/** What a node of this image has to report, by component: the versions of the table, and the kubelet's. */
export function promisedBy(entry: ReleaseEntry | undefined): Record<string, string> {
  if (!entry?.section) return {};
  return Object.fromEntries([...componentsOf(entry)].map(([name, { version }]) => [name, version]));
}
