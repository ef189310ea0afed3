import "server-only";
import { imageName } from "@/lib/ami-updates/image-key";
import type { NodeImage, ProposedChange } from "@/lib/ami-updates/model";
import { AppError } from "@/server/platform/errors";
import { type LocatedTerm, locateTerm } from "../manifest/locate-term";
import { spliceTerm } from "../manifest/splice-term";
import type { Destination, ProposeParts } from "./destination";

/** The change, ready to be committed onto `baseCommit`. */
export interface Draft {
  change: Omit<ProposedChange, "title" | "body">;
  baseCommit: string;
  /** The file as it is, and as it shall be. */
  before: Buffer;
  after: Buffer;
  blobSha: string;
}

/**
 * Reads the manifest at the head of the base branch and replaces the one value. Writes nothing.
 * @throws AppError saying what is in the way: no branch, no file, another value, an unsupported manifest
 */
export async function draftChange(
  { github }: Pick<ProposeParts, "github">,
  { at, base, branch, path, nodeClass }: Destination,
  { from, to }: { from: NodeImage; to: NodeImage },
): Promise<Draft> {
  const repository = `${at.owner}/${at.name}`;
  const baseCommit = await github.readBranch(at, base);
  if (baseCommit === undefined)
    throw new AppError("not_found", `${repository} has no branch ${base}.`);
  const file = await github.readFile(at, path, baseCommit);
  if (!file)
    throw new AppError(
      "not_found",
      `${repository} has no file ${path} on ${base}: it was moved or removed.`,
    );
  const expected = from.imageId;
  const located = locateTerm(file.bytes, {
    nodeClass: nodeClass.name,
    architecture: nodeClass.architecture,
    ...(expected !== undefined && { expected }),
  });
  if (!located.supported)
    throw new AppError("conflict", `${path} on ${repository} cannot be changed. ${located.why}`);
  const value = newValue(located, { from, to }, `${path} on ${repository}`);
  const splice = spliceTerm(file.bytes, located, value);
  return {
    change: { branch, path, line: splice.line, before: splice.before, after: splice.after },
    baseCommit,
    before: file.bytes,
    after: splice.bytes,
    blobSha: file.blobSha,
  };
}

/** Of the same kind as the old one; refused unless the old one is what the update began from. */
function newValue(
  { term }: LocatedTerm,
  { from, to }: { from: NodeImage; to: NodeImage },
  where: string,
): string {
  if (term.kind === "ssmParameter")
    throw new AppError(
      "conflict",
      `${where} names an SSM parameter, so the image changes without a change in Git.`,
    );
  const family = term.value.split("@")[0];
  const asTerm = (image: NodeImage) =>
    term.kind === "id" ? image.imageId : image.release && `${family}@${image.release}`;
  const [old, now] = [asTerm(from), asTerm(to)];
  if (now === undefined)
    throw new AppError(
      "conflict",
      `${where} names an image by ${term.kind}, and that of ${imageName(to)} is not known.`,
    );
  if (term.value === now)
    throw new AppError("conflict", `${where} names ${now} already; there is nothing to propose.`);
  if (term.value !== old)
    throw new AppError(
      "conflict",
      `${where} names ${term.value} instead of ${old ?? imageName(from)}: it was changed meanwhile.`,
    );
  return now;
}
