import "server-only";
import { AppError } from "@/server/platform/errors";
import { changedPaths } from "./changed-paths";
import type { LocatedTerm } from "./locate-term";
import { readDocuments } from "./read-documents";

export interface Splice {
  bytes: Buffer;
  /** From 1. */
  line: number;
  /** That line, without its break. */
  before: string;
  after: string;
}

/**
 * The manifest with one value replaced and every other byte as it was. The result is parsed again:
 * only that value may differ, on exactly one line. @throws AppError conflict when it would not be so
 */
export function spliceTerm(bytes: Uint8Array, located: LocatedTerm, value: string): Splice {
  if (!/^[\w./@:-]+$/.test(value)) throw refuse("The new value is not one that can be written.");
  const text = Buffer.from(bytes).toString("utf8");
  const at = Buffer.byteLength(text.slice(0, located.start));
  const old = text.slice(located.start, located.end);
  if (old !== located.term.value) throw refuse("The manifest is not the one that was looked at.");
  const changed = Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from(value),
    bytes.subarray(at + Buffer.byteLength(old)),
  ]);
  expectOneValue(bytes, changed, located);
  const lines = text.split("\n");
  const after = changed.toString("utf8").split("\n");
  const differing = lines.flatMap((line, index) => (line === after[index] ? [] : [index]));
  const [index] = differing;
  if (index === undefined || differing.length > 1 || lines.length !== after.length)
    throw refuse("More than one line of the manifest would change.");
  return {
    bytes: changed,
    line: index + 1,
    before: withoutReturn(lines[index]),
    after: withoutReturn(after[index]),
  };
}

function expectOneValue(before: Uint8Array, after: Uint8Array, { path, term }: LocatedTerm): void {
  const [old, now] = [readDocuments(before), readDocuments(after)];
  if ("supported" in old || "supported" in now)
    throw refuse("The manifest would not be readable after the change.");
  const values = ({ documents }: typeof old) =>
    documents.map((each) => each.toJS({ maxAliasCount: 1_000 }) as unknown);
  const paths = changedPaths(values(old), values(now));
  if (paths.length !== 1 || paths[0] !== JSON.stringify(path))
    throw refuse(`Changing the term's ${term.kind} would change other values too.`);
}

const withoutReturn = (line = "") => line.replace(/\r$/, "");
const refuse = (why: string) => new AppError("conflict", why);
