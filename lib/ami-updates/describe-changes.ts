import type { NotesState, PackageChange } from "./model";

const RANK: PackageChange["kind"][] = ["removed", "added", "downgraded", "changed"];
const LEVELS = ["major", "minor", "patch", "release", undefined];

/** The gravest changes first: majors of what nodes stand on before rebuilds. */
export const byGravity = (changes: PackageChange[]): PackageChange[] =>
  [...changes].sort(
    (a, b) =>
      LEVELS.indexOf(a.kind === "changed" ? a.level : "minor") -
        LEVELS.indexOf(b.kind === "changed" ? b.level : "minor") ||
      RANK.indexOf(a.kind) - RANK.indexOf(b.kind) ||
      Number(b.name === "containerd" || b.name === "kernel") -
        Number(a.name === "containerd" || a.name === "kernel") ||
      a.name.localeCompare(b.name),
  );

/** A version without its package's release, where that is not what changes. */
export const shortVersions = ({
  from,
  to,
  level,
}: PackageChange): { from?: string; to?: string } => {
  const short = (version: string | undefined) => version?.replace(/(?<=.)-[^-]*$/, "");
  const told = { from: short(from), to: short(to) };
  return level === "release" || told.from === told.to ? { from, to } : told;
};

/** `containerd 1.7.27 → 2.1.4 (major)`, as plain text. */
export function describeChange(change: PackageChange): string {
  const { name, kind, level } = change;
  const { from, to } = shortVersions(change);
  if (kind === "added") return `${name} ${to} (added)`;
  if (kind === "removed") return `${name} ${from} (removed)`;
  const how = kind === "downgraded" ? "downgraded" : level === "release" ? "rebuild" : level;
  return `${name} ${from} → ${to}${how ? ` (${how})` : ""}`;
}

/** One line on what an update changes, from the tables alone. Missing notes are never "no changes". */
export function describeUpdate(facts: {
  from?: string;
  to: string;
  changes: PackageChange[];
  /** The tables of both ends could be compared. */
  compared: boolean;
  notes: NotesState;
  abandoned: boolean;
}): string {
  const way = `${facts.from ?? "an unknown release"} → ${facts.to}`;
  if (facts.abandoned) return `${facts.to} was abandoned by its publisher.`;
  if (facts.changes.length > 0) {
    const [first, second, third] = byGravity(facts.changes);
    const named = [first, second, third].flatMap((each) => (each ? [describeChange(each)] : []));
    const rest = facts.changes.length - named.length;
    const more = rest > 0 ? `, and ${rest} more` : "";
    return `${way}: ${named.join(", ")}${more}.`;
  }
  if (!facts.compared)
    return facts.notes === "missing"
      ? `${way}: there are no release notes, so what changes is not known.`
      : `${way}: what changes in the packages is not known, because the tables cannot be compared.`;
  return `${way}: the tables list the same package versions.`;
}
