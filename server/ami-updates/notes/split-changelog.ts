import "server-only";
import { isReleaseTag } from "@/lib/ami-updates/release-tag";

const HEADING =
  /^#{1,3}[ \t]+(?:\[[A-Za-z ]{1,30}\][ \t]+)?AMI Release[ \t]+(v20\d{6}(?:\.\d{1,3})?)\b/gm;

/** A changelog's entries by their release, each from its heading to the next one. The first of a release counts. */
export function splitChangelog(text: string): Map<string, string> {
  const found = [...text.matchAll(HEADING)];
  const entries = new Map<string, string>();
  found.forEach((match, at) => {
    const tag = match[1] ?? "";
    if (!isReleaseTag(tag) || entries.has(tag)) return;
    entries.set(tag, text.slice(match.index, found[at + 1]?.index ?? text.length));
  });
  return entries;
}
