import { AwsError } from "../core/aws-error.ts";
import type { Lab } from "../core/contracts.ts";
import type { ImageRelease } from "./model.ts";
import { changelogEntry, type Notes } from "./write-notes.ts";

interface KeptNotes extends Notes {
  release: string;
  /** ISO 8601. */
  publishedAt: string;
  /** They lie on GitHub as a release and in the changelog. */
  published: boolean;
}

const REPOSITORY = { owner: "awslabs", name: "amazon-eks-ami" };

/** Notes that wait to be put on GitHub; they survive a kill in between. */
export function keepNotes(
  lab: Lab,
  { release, publishedAt }: Pick<ImageRelease, "release" | "publishedAt">,
  notes: Notes,
): void {
  notesOf(lab).put(release, { ...notes, release, publishedAt, published: false });
}

/** Puts all notes that wait on GitHub, oldest first. False when this lab has no GitHub. */
export async function putNotes(lab: Lab): Promise<boolean> {
  const notes = notesOf(lab);
  const all = notes.list().sort((a, b) => (a.release < b.release ? -1 : 1));
  const waiting = all.filter((each) => !each.published);
  if (waiting.length === 0) return true;
  try {
    await putChangelog(lab, all);
    for (const each of waiting) {
      const { release: tag, title, body, publishedAt } = each;
      const release = { ...REPOSITORY, tag, title, body, publishedAt };
      await lab.call("github", "CreateRelease", release);
      notes.put(tag, { ...each, published: true });
    }
    return true;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "UnknownOperationException")) throw error;
    return false;
  }
}

async function putChangelog(lab: Lab, notes: KeptNotes[]): Promise<void> {
  const newest = notes.at(-1);
  await lab.call("github", "PutFile", {
    ...REPOSITORY,
    path: "CHANGELOG.md",
    content: ["# Changelog\n", ...notes.toReversed().map(changelogEntry)].join("\n"),
    message: `Update CHANGELOG.md for AMI Release ${newest?.release}`,
    branch: "main",
  });
}

const notesOf = (lab: Lab) => lab.store.collection<KeptNotes>("ami.notes");
