import { describe, expect, it } from "vitest";
import {
  createArgs,
  indexName,
  searchArgs,
} from "../../../../server/prompt-cache/vector/server/ft-commands";
import {
  isBuilt,
  knowsCommand,
  parseSearch,
} from "../../../../server/prompt-cache/vector/server/parse-reply";

const titan = { id: "amazon.titan-embed-text-v2:0/1024", dimensions: 1024 };

describe("commands in the syntax that every server reads", () => {
  it("makes an index over entry hashes, named by embedder and dimensions", () => {
    const name = indexName(titan);
    expect(name).toMatch(/^pc-[0-9a-f]{16}-1024$/);
    expect(indexName({ ...titan, id: "lab.lexical" })).not.toBe(name);
    expect(createArgs(name, 1024).join(" ")).toBe(
      `${name} ON HASH PREFIX 1 pc:{ SCHEMA ns TAG ctx TAG vec VECTOR HNSW 12 ` +
        "TYPE FLOAT32 DIM 1024 DISTANCE_METRIC COSINE M 16 EF_CONSTRUCTION 200 EF_RUNTIME 64",
    );
  });

  it("asks for neighbours of a namespace and context, with the vector in little-endian bytes", () => {
    // A window into a larger buffer: only its own bytes may be sent.
    const vector = new Float32Array([9, 1, -2, 9]).subarray(1, 3);
    const args = searchArgs({
      index: "pc-x-2",
      namespaceTag: "7061",
      contextKey: "ab12",
      vector,
      count: 9,
    });
    expect(args.map((arg) => (Buffer.isBuffer(arg) ? arg.toString("hex") : arg))).toEqual([
      ...["pc-x-2", "(@ns:{7061} @ctx:{ab12})=>[KNN 9 @vec $q AS score]"],
      ...["PARAMS", 2, "q", "0000803f000000c0", "RETURN", 2, "score", "ns"],
      ...["LIMIT", 0, 9, "DIALECT", 2],
    ]);
  });

  it.each(["", "a|b", "a-b", "x} @ns:{y", "*"])("refuses the tag %j", (contextKey) => {
    const vector = new Float32Array(2);
    const query = { index: "i", namespaceTag: "61", contextKey, vector, count: 1 };
    expect(() => searchArgs(query)).toThrow("A tag of the vector search must be hex.");
  });
});

describe("answers as servers give them", () => {
  const key = (id: string) => `pc:{7061}:e:1:${id}`;

  it("reads the array of RESP2 and valkey-search, whose order says nothing", () => {
    // The form of the complete example in valkey's documentation of FT.SEARCH.
    const reply = [
      ...[3, key("far"), ["score", "0.130000054836", "ns", "7061"]],
      ...[key("near-_1"), ["score", "0.0399999953806", "ns", "7061"]],
      ...[key("same"), ["score", "-1.19209e-07", "ns", "7061"]],
    ];
    const found = parseSearch(reply);
    expect(found.map(({ entryId }) => entryId)).toEqual(["same", "near-_1", "far"]);
    expect(found[0]?.score).toBe(1);
    expect(found[1]?.score).toBeCloseTo(0.96, 6);
  });

  it("reads the map of RediSearch in RESP3, flat as the client gives it", () => {
    const document = (id: string, score: string) => [
      ...["id", key(id), "extra_attributes", ["score", score, "ns", "7061"], "values", []],
    ];
    const reply = [
      ...["attributes", [], "total_results", 2, "format", "STRING"],
      ...["results", [document("b", "0.2"), document("a", "0.1")], "warning", []],
    ];
    expect(parseSearch(reply)).toEqual([
      { entryId: "a", score: 0.9 },
      { entryId: "b", score: 0.8 },
    ]);
  });

  it("reads no finding, and a document that expired meanwhile", () => {
    expect(parseSearch([0])).toEqual([]);
    expect(parseSearch([1, key("gone"), null])).toEqual([]);
    expect(parseSearch([1, key("gone"), []])).toEqual([]);
  });

  it.each([["OK"], [null], [[]], [["a", 1]]])("refuses %j", (reply) => {
    expect(() => parseSearch(reply)).toThrow("in a form that is not known");
  });

  it("knows when an index is built", () => {
    // RediSearch: numbers as text, later releases as numbers.
    expect(isBuilt(["index_name", "x", "indexing", "1", "percent_indexed", "0.4"])).toBe(false);
    expect(isBuilt(["index_name", "x", "indexing", "0", "percent_indexed", "1"])).toBe(true);
    expect(isBuilt(["index_name", "x", "indexing", 0, "percent_indexed", 1])).toBe(true);
    // valkey-search.
    expect(isBuilt(["backfill_in_progress", "1", "backfill_complete_percent", "0.1"])).toBe(false);
    expect(
      isBuilt([
        "backfill_in_progress",
        "0",
        "backfill_complete_percent",
        "1.000000",
        "state",
        "ready",
      ]),
    ).toBe(true);
  });

  it("knows a server that cannot search", () => {
    expect(knowsCommand([null])).toBe(false);
    expect(knowsCommand([["FT.SEARCH", -1, ["readonly"], 0, 0, 0]])).toBe(true);
    expect(knowsCommand([["ft.search", -1, [], 0, 0, 0]])).toBe(true);
  });
});
