import "server-only";
import type { ReleaseEntry } from "@/lib/ami-updates/release-entry";
import type { Wanted } from "./parse-entry";
import { columnOf } from "./read-section";
import { gridOf, LONGEST_HTML, readTables } from "./read-tables";

const IMAGE = /^[\w.-]{3,200}$/;
const RANGE = /\(\s*K8s\s+(1\.\d+)(?:\s*[–—-]\s*(1\.\d+))?\s*\)/i;

/** The image that this kind of image was built from; its column may be for a range of Kubernetes versions. */
export function readSourceImage(
  lines: string[],
  wanted: Wanted,
): Pick<ReleaseEntry, "sourceImage"> {
  const begin = lines.findIndex((text) => /<h2>\s*AMI Details/i.test(text.slice(0, 200)));
  if (begin < 0) return {};
  const details = lines.findIndex((text, at) => at > begin && /<details/i.test(text));
  const html = lines.slice(begin, details < 0 ? lines.length : details).join("\n");
  const [table] = readTables(html.slice(0, LONGEST_HTML));
  const [head = [], ...rows] = table ? gridOf(table) : [];
  const x = head.findIndex((cell, at) => at > 0 && covers(cell?.text, wanted.kubernetesVersion));
  const cell = rows.find((row) => row[0]?.text.toLowerCase() === columnOf(wanted))?.[x];
  if (!cell || !IMAGE.test(cell.text)) return {};
  return { sourceImage: { value: cell.text, line: begin + cell.line } };
}

/** `Source AMI Name` is for all, `Source AMI Name (K8s 1.33 – 1.35)` for these. */
function covers(title: string | undefined, kubernetesVersion: string): boolean {
  if (!title || !/^Source AMI Name/i.test(title)) return false;
  const [, from, to = from] = RANGE.exec(title) ?? [];
  if (!from || !to) return true;
  const minor = (version: string): number => Number(version.split(".")[1]);
  const own = minor(kubernetesVersion);
  return own >= minor(from) && own <= minor(to);
}
