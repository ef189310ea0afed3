import "server-only";
import type { ImageSection, PackageVersion } from "@/lib/ami-updates/release-entry";
import type { Wanted } from "./parse-entry";
import { type Cell, gridOf, LONGEST_HTML, readTables, type Table } from "./read-tables";

const SUMMARY = /<summary>\s*(?:<b>)?\s*Kubernetes\s+(1\.\d{1,3})\b/i;
/** A package's name and version as rpm allows them; anything else in the table is no such thing. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+~^:-]{0,99}$/;
const RELEASE_VERSION = /^\d+\.\d+\.\d+-20\d{6}$/;
const IMAGE_NAME = /^amazon-eks-[\w.-]{1,150}$/;
const ABSENT = /^[—–-]?$/;
/** Sections of the same version that are looked at; a second one is not expected. */
const SECTIONS = 3;

/** `AL2023_ARM_64_NVIDIA`: the column of a kind of image. */
export const columnOf = ({ architecture, variant }: Wanted): string =>
  `AL2023_${architecture === "arm64" ? "ARM_64" : "x86_64"}_${variant}`.toLowerCase();

/**
 * The section of the wanted Kubernetes version: its images, its release version, and the packages in
 * the column of this kind of image. Tables of Amazon Linux 2 stand beside and are left out.
 */
export function readSection(
  release: string,
  lines: string[],
  wanted: Wanted,
): { section?: ImageSection; problem?: string } {
  const starts = lines.flatMap((text, at) => {
    const version = SUMMARY.exec(text.slice(0, 500))?.[1];
    return version ? [{ version, at }] : [];
  });
  const own = starts.filter(({ version }) => version === wanted.kubernetesVersion);
  if (own.length === 0) return {};
  const section: ImageSection = { kubernetesVersion: wanted.kubernetesVersion, imageNames: [] };
  const problems = new Set<string>();
  for (const { at } of own.slice(0, SECTIONS)) {
    const next = starts.find((start) => start.at > at)?.at ?? lines.length;
    const end = lines.findIndex((text, line) => line > at && /<\/details>/i.test(text));
    const html = lines.slice(at, end < 0 ? next : Math.min(next, end + 1)).join("\n");
    if (html.length > LONGEST_HTML)
      problems.add(`The tables of ${release} are too long to be read whole.`);
    for (const table of readTables(html)) {
      const clash = readTable(table, at, section, columnOf(wanted));
      if (clash) problems.add(`The tables of ${release} contradict each other about ${clash}.`);
    }
  }
  // A column without a single version says nothing; it does not say that everything is gone.
  if (section.packages?.size === 0) section.packages = undefined;
  if (own.length > SECTIONS)
    problems.add(`${release} has too many sections for Kubernetes ${wanted.kubernetesVersion}.`);
  return { section, problem: problems.size > 0 ? [...problems].join(" ") : undefined };
}

/** Adds what a table says to the section. @returns what it says differently from before */
function readTable(
  table: Table,
  above: number,
  section: ImageSection,
  column: string,
): string | undefined {
  const grid = gridOf(table);
  const [head = [], ...rows] = grid;
  const title = head[0]?.text.toLowerCase();
  const at = (cell: Cell): number => above + cell.line;
  if (title === "ami names") {
    for (const [name, version] of rows) {
      if (name && IMAGE_NAME.test(name.text)) section.imageNames.push(name.text);
      if (version && RELEASE_VERSION.test(version.text)) {
        if (section.releaseVersion && section.releaseVersion.value !== version.text)
          return "the release version";
        section.releaseVersion ??= { value: version.text, line: at(version) };
      }
    }
    return undefined;
  }
  if (title !== "package") return undefined;
  const x = head.findIndex((cell) => cell?.text.toLowerCase() === column);
  if (x < 1) return undefined;
  section.packages ??= new Map<string, PackageVersion>();
  for (const row of rows) {
    const [name, cell] = [row[0]?.text ?? "", row[x]];
    if (!NAME.test(name) || !cell || ABSENT.test(cell.text) || !VERSION.test(cell.text)) continue;
    const before = section.packages.get(name);
    if (before && before.version !== cell.text) return name;
    if (!before) section.packages.set(name, { version: cell.text, line: at(cell) });
  }
  return undefined;
}
