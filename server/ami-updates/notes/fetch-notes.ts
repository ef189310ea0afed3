import "server-only";
import type { ReleaseInRange } from "@/lib/ami-updates/model";
import type { ReleaseEntry } from "@/lib/ami-updates/release-entry";
import { tagsInRange } from "@/lib/ami-updates/release-tag";
import type { GitHub, RepositoryRef } from "@/server/github/contracts";
import { cleanText } from "./clean-text";
import { type FoundNotes, openSources } from "./open-sources";
import { parseEntry, type Wanted } from "./parse-entry";

/** Notes of this many releases are read, the newest, which is three years; older ones count as missing. */
const MOST = 150;

export interface Notes {
  /** Of the image that runs now; absent when its release is not known or has no notes. */
  from?: ReleaseEntry;
  /** After it up to and with the new release, oldest first. */
  range: { release: string; entry?: ReleaseEntry }[];
  releases: ReleaseInRange[];
}

/**
 * The notes of every release after `from` up to and with `to`, read for one kind of image: of each
 * its GitHub release, else its entry in CHANGELOG.md, else nothing, which is said and never guessed.
 * @throws AppError when GitHub cannot be read at all
 */
export async function fetchNotes(
  github: Pick<GitHub, "listReleases" | "readRelease" | "readFile">,
  at: RepositoryRef,
  range: { from?: string; to: string },
  wanted: Wanted & {
    /** Of the image that runs now, when it is for another Kubernetes version. */
    fromKubernetes?: string;
  },
): Promise<Notes> {
  const sources = await openSources(github, at);
  const tags = tagsInRange(sources.tags, range.from, range.to);
  const [old, ...found] = await Promise.all([
    range.from === undefined ? undefined : sources.find(range.from, true),
    ...tags
      .slice(-MOST)
      .map(async (tag) => [tag, await sources.find(tag, tag === range.to)] as const),
  ]);
  const before = {
    ...wanted,
    kubernetesVersion: wanted.fromKubernetes ?? wanted.kubernetesVersion,
  };
  return {
    ...(range.from && old ? { from: entryOf(range.from, old, before).entry } : {}),
    ...asRange(tags, new Map(found), wanted),
  };
}

function asRange(
  tags: string[],
  found: ReadonlyMap<string, FoundNotes | undefined>,
  wanted: Wanted,
): Pick<Notes, "range" | "releases"> {
  const range: Notes["range"] = [];
  const releases: ReleaseInRange[] = [];
  for (const release of tags) {
    const notes = found.get(release);
    if (!notes) {
      range.push({ release });
      releases.push({ release, abandoned: false, notes: "missing", text: "" });
      continue;
    }
    const { entry, text } = entryOf(release, notes, wanted);
    range.push({ release, entry });
    releases.push({
      release,
      abandoned: entry.abandoned,
      notes: notes.notes,
      text,
      ...(notes.url ? { url: notes.url } : {}),
    });
  }
  return { range, releases };
}

function entryOf(
  release: string,
  found: FoundNotes,
  wanted: Wanted,
): { entry: ReleaseEntry; text: string } {
  const { text, cut } = cleanText(found.text);
  return { entry: parseEntry(release, text, wanted, { abandoned: found.abandoned, cut }), text };
}
