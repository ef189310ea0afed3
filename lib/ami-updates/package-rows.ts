import type { PackageChange } from "./model";

const WEIGHT = ["downgraded", "removed", "added", "major", "minor", "patch", "release"] as const;

/** Position in the order of what a person should look at first. */
function weightOf({ kind, level }: PackageChange): number {
  const word = kind === "changed" ? (level ?? "release") : kind;
  return WEIGHT.indexOf(word);
}

/** What could break comes first: downgraded, removed, added, then by the level of the change; then by name. */
export const packageRows = (packages: readonly PackageChange[]): PackageChange[] =>
  [...packages].sort((a, b) => weightOf(a) - weightOf(b) || a.name.localeCompare(b.name));

/** `3 changed, 1 added`; every kind that occurs, in that order. */
export function packageSummary(packages: readonly PackageChange[]): string {
  const kinds = ["changed", "added", "removed", "downgraded"] as const;
  const told = kinds.flatMap((kind) => {
    const count = packages.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return told.length === 0 ? "No difference in the tables" : told.join(", ");
}
