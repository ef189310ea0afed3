import "server-only";
import { isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap } from "yaml";
import type { Architecture } from "@/lib/ami-updates/config";
import type { SelectorTerm } from "@/lib/ami-updates/model";
import {
  findNodeClass,
  type Manifest,
  readDocuments,
  type Unsupported,
  unsupported,
} from "./read-documents";

/** Where the term's value stands: what a splice needs, and nothing that it could rewrite by. */
export interface LocatedTerm {
  supported: true;
  term: SelectorTerm;
  /** From 1. */
  line: number;
  /** Characters of the manifest's text, without quotes. */
  start: number;
  end: number;
  /** Of the value among all documents: `[0, "spec", "amiSelectorTerms", 0, "id"]`. */
  path: (string | number)[];
}

export interface TermQuery {
  nodeClass: string;
  architecture: Architecture;
  /** What EC2 says of image ids: tells the terms of several architectures apart. */
  architectures?: ReadonlyMap<string, Architecture>;
  /** The value that was seen before; of several terms the one that has it. */
  expected?: string;
}

const KINDS = ["id", "alias", "ssmParameter"] as const;
const VALUE: Record<SelectorTerm["kind"], RegExp> = {
  id: /^ami-[0-9a-z]{3,40}$/,
  alias: /^[a-z0-9]+@[\w.-]+$/,
  ssmParameter: /^[\w./:-]+$/,
};

interface Found {
  kind: SelectorTerm["kind"];
  scalar: Scalar<string>;
  index: number;
}

/** The one value in `amiSelectorTerms` that names the image, or why it is not touched. Never a guess. */
export function locateTerm(bytes: Uint8Array, query: TermQuery): LocatedTerm | Unsupported {
  const manifest = readDocuments(bytes);
  if ("supported" in manifest) return manifest;
  const nodeClass = findNodeClass(manifest, query.nodeClass);
  if ("supported" in nodeClass) return nodeClass;

  const spec = nodeClass.map.get("spec", true) as unknown;
  const terms = isMap(spec) ? (spec.get("amiSelectorTerms", true) as unknown) : undefined;
  if (isAlias(terms) || isAlias(spec) || (isMap(spec) && !terms && spec.has("<<")))
    return unsupported("Its amiSelectorTerms come from an anchor elsewhere in the manifest.");
  if (!isSeq(terms) || terms.items.length === 0)
    return unsupported(`The EC2NodeClass ${query.nodeClass} has no amiSelectorTerms.`);

  const found: Found[] = [];
  for (const [index, item] of terms.items.entries()) {
    const read = readTerm(item, index);
    if ("supported" in read) return read;
    found.push(read);
  }
  const chosen = choose(found, query);
  if ("supported" in chosen) return chosen;
  return place(manifest, chosen, [...nodeClass.path, "spec", "amiSelectorTerms"]);
}

function readTerm(item: unknown, index: number): Found | Unsupported {
  if (!isMap(item)) return unsupported("One of its amiSelectorTerms is not a plain mapping.");
  const map = item as YAMLMap;
  for (const key of ["name", "tags"])
    if (map.has(key))
      return unsupported(
        `Its images are selected by ${key}, so Karpenter follows new ones without a change in Git.`,
      );
  const kinds = KINDS.filter((key) => map.has(key));
  const [kind] = kinds;
  if (!kind || kinds.length > 1)
    return unsupported("One of its amiSelectorTerms does not name exactly one image.");
  const value = map.get(kind, true) as unknown;
  if (isAlias(value))
    return unsupported(`The term's ${kind} comes from an anchor elsewhere in the manifest.`);
  if (!isScalar(value) || typeof value.value !== "string" || !VALUE[kind].test(value.value))
    return unsupported(`The term's ${kind} is not a value that can be read.`);
  return { kind, scalar: value as Scalar<string>, index };
}

function choose(found: Found[], query: TermQuery): Found | Unsupported {
  const alias = found.find((each) => each.kind === "alias");
  if (alias) {
    if (found.length > 1) return unsupported("An alias must be the only one of amiSelectorTerms.");
    const [family = "", version] = alias.scalar.value.split("@");
    if (version === "latest")
      return unsupported(
        `The alias ${alias.scalar.value} is not pinned: Karpenter follows new images by itself.`,
      );
    if (family !== "al2023")
      return unsupported(`Images of the family ${family} are not looked after, only al2023.`);
    return alias;
  }
  const named = found.filter((each) => each.scalar.value === query.expected);
  if (named.length > 1) return unsupported(`The image ${query.expected} is named more than once.`);
  const ours = found.filter((each) => architectureOf(each, query) === query.architecture);
  const unknown = found.filter((each) => architectureOf(each, query) === undefined);
  if (named[0] && (ours.includes(named[0]) || unknown.includes(named[0]))) return named[0];
  if (ours.length === 1 && unknown.length === 0) return ours[0] as Found;
  if (found.length === 1 && unknown.length === 1) return unknown[0] as Found;
  if (ours.length === 0 && unknown.length === 0)
    return unsupported(
      `It names no image for ${query.architecture}, only for another architecture.`,
    );
  return unsupported("It names several images, and which one is meant cannot be told.");
}

function architectureOf({ kind, scalar }: Found, query: TermQuery): Architecture | undefined {
  if (kind === "id") return query.architectures?.get(scalar.value);
  return /\/(x86_64|arm64)\//.exec(scalar.value)?.[1] as Architecture | undefined;
}

function place(
  { text }: Manifest,
  { kind, scalar, index }: Found,
  path: (string | number)[],
): LocatedTerm | Unsupported {
  const [from, to] = scalar.range ?? [0, 0];
  const { value } = scalar;
  const source = text.slice(from, to);
  const quote = source === `"${value}"` || source === `'${value}'` ? 1 : 0;
  if (quote === 0 && source !== value)
    return unsupported(`The term's ${kind} is written in a way that is not changed in place.`);
  const start = from + quote;
  return {
    supported: true,
    term: { kind, value },
    line: text.slice(0, start).split("\n").length,
    start,
    end: start + value.length,
    path: [...path, index, kind],
  };
}
