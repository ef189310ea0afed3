import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";

/** A namespace's name as tag and key: search on the server takes hex only, and `{…}` keeps a namespace on one slot. */
export const namespaceTag = (name: string): string => Buffer.from(name).toString("hex");

type Generation = Pick<Namespace, "name" | "generation">;

const bases = new Map<string, string>();

/** Asked for with every request; there are as many as there are namespaces. */
function base(name: string): string {
  let known = bases.get(name);
  if (!known) {
    if (bases.size > 10_000) bases.clear();
    known = `pc:{${namespaceTag(name)}}`;
    bases.set(name, known);
  }
  return known;
}

/** The exact layer: the stored answer, see `stored-answer.ts`. */
export const exactEntryKey = ({ name, generation }: Generation, exactKey: string): string =>
  `${base(name)}:x:${generation}:${exactKey}`;

/** What is known of an entry beside its answer; a hash. */
export const entryKey = ({ name, generation }: Generation, entryId: string): string =>
  `${base(name)}:e:${generation}:${entryId}`;

/** Entry ids by expiry. */
export const idsKey = ({ name, generation }: Generation): string =>
  `${base(name)}:ids:${generation}`;

/** `add` and `del` events that keep in-process indexes in step. */
export const logKey = ({ name, generation }: Generation): string =>
  `${base(name)}:log:${generation}`;

/** Where the same prompt is stored under other contexts; a hash of context key → part digests. */
export const samePromptKey = ({ name, generation }: Generation, promptDigest: string): string =>
  `${base(name)}:p:${generation}:${promptDigest}`;

/** Held by the process that asks the model for all who wait for an equal prompt. */
export const claimKey = ({ name, generation }: Generation, exactKey: string): string =>
  `${base(name)}:claim:${generation}:${exactKey}`;

/** Events kept for indexes that fell behind; older ones make them read anew. */
export const LOG_LENGTH = 20_000;
