import "server-only";
import type { Architecture } from "@/lib/ami-updates/config";
import type { NodeImage, SelectorTerm } from "@/lib/ami-updates/model";
import { tagOf } from "@/lib/ami-updates/release-tag";
import { inParallel } from "@/server/platform/in-parallel";
import type { AmiParts } from "../contracts";
import { locateTerm } from "../manifest/locate-term";
import { repositoryId, type TargetSettings } from "./target-settings";
import { type Unread, unread } from "./unread";

/** The image in Git, or one sentence on why there is none to go by. */
export type Current = { image: NodeImage; term: SelectorTerm } | Unread | { unsupported: string };

type File = { bytes: Buffer } | Unread;

const FILES_AT_ONCE = 8;

/** What Git says for each target, in their order; each file is read once, and EC2 asked once. */
export async function readCurrent(
  parts: AmiParts,
  targets: readonly TargetSettings[],
): Promise<Current[]> {
  const files = await readFiles(parts, targets);
  const ids = [...files.values()].flatMap((file) =>
    "bytes" in file ? (file.bytes.toString("utf8").match(/\bami-[0-9a-f]{8,17}\b/g) ?? []) : [],
  );
  const known = await lookUp(parts, ids);
  return targets.map((target) => {
    const file = files.get(fileId(target));
    if (!file || "unreadable" in file) return file ?? { unreadable: "The manifest was not read." };
    return currentOf(file.bytes, target, known);
  });
}

const fileId = ({ cluster: { repository }, nodeClass }: TargetSettings): string =>
  JSON.stringify([repositoryId(repository), repository.branch, nodeClass.path]);

async function readFiles(
  parts: AmiParts,
  targets: readonly TargetSettings[],
): Promise<Map<string, File>> {
  const wanted = new Map(targets.map((target) => [fileId(target), target]));
  const read = await inParallel(
    [...wanted],
    FILES_AT_ONCE,
    async ([id, { cluster, nodeClass }]): Promise<[string, File]> => {
      const { repository } = cluster;
      try {
        const file = await parts.github.readFile(repository, nodeClass.path, repository.branch);
        const where = `${repositoryId(repository)} at ${repository.branch}`;
        return [id, file ?? { unreadable: `There is no ${nodeClass.path} in ${where}.` }];
      } catch (error) {
        return [id, unread("The manifest could not be read", error)];
      }
    },
  );
  return new Map(read);
}

type Known = Awaited<ReturnType<AmiParts["images"]["describe"]>> | Unread;

async function lookUp(parts: AmiParts, ids: string[]): Promise<Known> {
  if (ids.length === 0) return new Map();
  try {
    return await parts.images.describe([...new Set(ids)]);
  } catch (error) {
    return unread("The image in Git could not be looked up", error);
  }
}

function currentOf(bytes: Buffer, { nodeClass }: TargetSettings, known: Known): Current {
  const names = "unreadable" in known ? undefined : known;
  const architectures = new Map<string, Architecture>();
  for (const [id, { name }] of names ?? []) {
    const architecture = /-(x86_64|arm64)-/.exec(name)?.[1];
    if (architecture) architectures.set(id, architecture as Architecture);
  }
  const { name, architecture } = nodeClass;
  const located = locateTerm(bytes, { nodeClass: name, architecture, architectures });
  if (!located.supported) return { unsupported: located.why };
  const { term } = located;
  switch (term.kind) {
    case "alias":
      return { term, image: { release: term.value.slice(term.value.indexOf("@") + 1) } };
    case "ssmParameter":
      return {
        unsupported: term.value.includes("/recommended/")
          ? "The node class follows AWS's recommendation by itself, without a change in Git."
          : "The node class names its image by an SSM parameter; only ids and aliases are changed.",
      };
    case "id": {
      // Without a release nobody could say which notes lie between; better no answer than a wrong one.
      if (!names && "unreadable" in known) return known;
      const release = tagOf(names?.get(term.value)?.name ?? "");
      return { term, image: { imageId: term.value, ...(release && { release }) } };
    }
  }
}
