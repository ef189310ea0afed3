import "server-only";
import type { ReleaseInRange } from "@/lib/ami-updates/model";
import type { ReleaseEntry } from "@/lib/ami-updates/release-entry";
import { compareTags, isReleaseTag, tagsInRange } from "@/lib/ami-updates/release-tag";
import type { GitHub, Release, RepositoryRef } from "@/server/github/contracts";
import { cleanText } from "./clean-text";
import { isAbandoned, parseEntry, type Wanted } from "./parse-entry";
import { splitChangelog } from "./split-changelog";

const CHANGELOG = "CHANGELOG.md";
/** The branch that the publisher writes it to. */
const BRANCH = "main";
/** Releases that are asked for at once: about two years of them. */
const LISTED = 100;
/** Notes of this many releases are read, the newest, which is three years; older ones count as missing. */
const MOST = 150;
/** A changelog that is longer is read to here; the newest entries stand first. */
const LONGEST_CHANGELOG = 12_000_000;

export interface Notes {
  /** Of the image that runs now; absent when its release is not known or has no notes. */
  from?: ReleaseEntry;
  /** After it up to and with the new release, oldest first. */
  range: { release: string; entry?: ReleaseEntry }[];
  releases: ReleaseInRange[];
}

interface Found {
  notes: "release" | "changelog";
  text: string;
  abandoned: boolean;
  url?: string;
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
  const [listed, file] = await Promise.all([
    github.listReleases(at, LISTED),
    github.readFile(at, CHANGELOG, BRANCH),
  ]);
  const changelog = splitChangelog(
    // Invalid UTF-8 becomes replacement characters here.
    file ? file.bytes.subarray(0, LONGEST_CHANGELOG).toString("utf8").replace(/\r\n?/g, "\n") : "",
  );
  const releases = new Map(listed.map((each) => [each.tag, each]));
  const tags = tagsInRange([...releases.keys(), ...changelog.keys()], range.from, range.to);
  const find = async (tag: string): Promise<Found | undefined> => {
    const release =
      releases.get(tag) ?? (isReleaseTag(tag) ? await github.readRelease(at, tag) : undefined);
    return choose(at, tag, release, changelog.get(tag));
  };
  const read = tags.slice(-MOST);
  const ends = [...new Set([range.from ?? range.to, range.to])];
  const asked = new Map(
    await Promise.all(ends.map(async (tag) => [tag, await find(tag)] as const)),
  );
  const all = await Promise.all(
    read.map(async (tag) => [tag, asked.has(tag) ? asked.get(tag) : await find(tag)] as const),
  );
  const old = range.from === undefined ? undefined : asked.get(range.from);
  const before = {
    ...wanted,
    kubernetesVersion: wanted.fromKubernetes ?? wanted.kubernetesVersion,
  };
  return {
    ...(range.from && old ? { from: entryOf(range.from, old, before).entry } : {}),
    ...asRange(tags, new Map(all), wanted),
  };
}

/** The release's own text where it has one, else the changelog's; either's heading may say that it was abandoned. */
function choose(
  at: RepositoryRef,
  tag: string,
  release: Release | undefined,
  entry: string | undefined,
): Found | undefined {
  const heading = entry?.slice(0, 300).split("\n", 1)[0] ?? "";
  const abandoned = isAbandoned(release?.name ?? "") || isAbandoned(heading);
  const title = `# ${release?.name || `AMI Release ${tag}`}`;
  if (release && release.body.trim() !== "") {
    const titled = /^#{1,6}[ \t].{0,60}AMI Release/im.test(release.body.slice(0, 2_000));
    const text = titled ? release.body : `${title}\n${release.body}`;
    return { notes: "release", text, abandoned, url: release.url };
  }
  if (entry !== undefined)
    return {
      notes: "changelog",
      text: entry,
      abandoned,
      url: `https://github.com/${at.owner}/${at.name}/blob/${BRANCH}/${CHANGELOG}`,
    };
  // Nothing but a title, which says the one thing that must not be missed.
  if (release && abandoned) return { notes: "release", text: title, abandoned, url: release.url };
  return undefined;
}

function asRange(
  tags: string[],
  found: ReadonlyMap<string, Found | undefined>,
  wanted: Wanted,
): Pick<Notes, "range" | "releases"> {
  const range: Notes["range"] = [];
  const releases: ReleaseInRange[] = [];
  for (const release of [...tags].sort(compareTags)) {
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
  found: Found,
  wanted: Wanted,
): { entry: ReleaseEntry; text: string } {
  const { text, cut } = cleanText(found.text);
  return { entry: parseEntry(release, text, wanted, { abandoned: found.abandoned, cut }), text };
}
