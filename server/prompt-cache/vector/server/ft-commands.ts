import "server-only";
import { createHash } from "node:crypto";
import type { Embedder } from "../../engine/contracts";

/*
 * The part of FT.* that RediSearch 2.6 and valkey-search 1.0 read alike: no SORTBY, no VECTOR_RANGE,
 * tags in hex only (each escapes differently), and only declared fields are returned.
 */

/** Of every entry hash; hashes without a vector are not in the index. */
const PREFIX = "pc:{";

/** One index per embedder: managed servers allow ten in all, so namespaces share it and are told apart by tags. */
export function indexName({ id, dimensions }: Pick<Embedder, "id" | "dimensions">): string {
  const digest = createHash("sha256").update(id).digest("hex").slice(0, 16);
  return `pc-${digest}-${dimensions}`;
}

export const createArgs = (index: string, dimensions: number): (string | number)[] => [
  ...[index, "ON", "HASH", "PREFIX", 1, PREFIX, "SCHEMA"],
  ...["ns", "TAG", "ctx", "TAG"],
  ...["vec", "VECTOR", "HNSW", 12, "TYPE", "FLOAT32", "DIM", dimensions],
  // The default width of a look-up, 10, is little more than what is asked for: neighbours would be missed.
  ...["DISTANCE_METRIC", "COSINE", "M", 16, "EF_CONSTRUCTION", 200, "EF_RUNTIME", 64],
];

export interface ServerQuery {
  index: string;
  /** Hex, as in the hash. */
  namespaceTag: string;
  contextKey: string;
  vector: Float32Array;
  count: number;
}

/** @throws RangeError when a tag is not hex: it would mean something else to the query language */
export function searchArgs(query: ServerQuery): (string | number | Buffer)[] {
  const { vector, count } = query;
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const filter = `(@ns:{${hex(query.namespaceTag)}} @ctx:{${hex(query.contextKey)}})`;
  return [
    ...[query.index, `${filter}=>[KNN ${count} @vec $q AS score]`, "PARAMS", 2, "q", bytes],
    ...["RETURN", 2, "score", "ns", "LIMIT", 0, count, "DIALECT", 2],
  ];
}

function hex(tag: string): string {
  if (!/^[0-9a-f]+$/i.test(tag)) throw new RangeError("A tag of the vector search must be hex.");
  return tag;
}
