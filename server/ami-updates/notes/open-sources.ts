import "server-only";
import { compareTags, isReleaseTag } from "@/lib/ami-updates/release-tag";
import type { GitHub, Release, RepositoryRef } from "@/server/github/contracts";
import { isAbandoned } from "./parse-entry";
import { splitChangelog } from "./split-changelog";

const CHANGELOG = "CHANGELOG.md";
/** The branch that the publisher writes it to. */
const BRANCH = "main";
/** Releases that are asked for at once: about two years of them. */
const LISTED = 100;
/** A changelog that is longer is read to here; the newest entries stand first. */
const LONGEST_CHANGELOG = 12_000_000;

/** The notes of one release, as they were found. */
export interface FoundNotes {
  notes: "release" | "changelog";
  /** Untrusted, of any length. */
  text: string;
  abandoned: boolean;
  url?: string;
}

export interface NoteSources {
  /** Every release that has been heard of, in no order. */
  tags: string[];
  /** `certain` asks GitHub even where its list does not have the tag. */
  find(tag: string, certain?: boolean): Promise<FoundNotes | undefined>;
}

/**
 * A repository's releases and its changelog, read once; the release's own notes come first.
 * @throws AppError when GitHub cannot be read
 */
export async function openSources(
  github: Pick<GitHub, "listReleases" | "readRelease" | "readFile">,
  at: RepositoryRef,
): Promise<NoteSources> {
  const [listed, file] = await Promise.all([
    github.listReleases(at, LISTED),
    github.readFile(at, CHANGELOG, BRANCH),
  ]);
  // Invalid UTF-8 becomes replacement characters here.
  const text = file?.bytes.subarray(0, LONGEST_CHANGELOG).toString("utf8") ?? "";
  const changelog = splitChangelog(text.replace(/\r\n?/g, "\n"));
  const releases = new Map(listed.map((each) => [each.tag, each]));
  const oldest = listed.length < LISTED ? undefined : [...releases.keys()].sort(compareTags)[0];
  const mayExist = (tag: string): boolean =>
    isReleaseTag(tag) && oldest !== undefined && compareTags(tag, oldest) < 0;
  return {
    tags: [...releases.keys(), ...changelog.keys()],
    async find(tag, certain = false) {
      const known = releases.get(tag);
      const release =
        known ?? (certain || mayExist(tag) ? await github.readRelease(at, tag) : undefined);
      return choose(at, tag, release, changelog.get(tag));
    },
  };
}

/** The release's own text where it has one, else the changelog's; either's heading may say that it was abandoned. */
function choose(
  at: RepositoryRef,
  tag: string,
  release: Release | undefined,
  entry: string | undefined,
): FoundNotes | undefined {
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
