import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenStore, openStore } from "../../../../lab/core/store/store.ts";

describe("the store", () => {
  let folder: string;
  let store: OpenStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "store-"));
    store = openStore(join(folder, "lab.sqlite"));
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it("keeps insertion order, also when a document is put again", () => {
    const things = store.collection<{ n: number }>("things");
    things.put("b", { n: 1 });
    things.put("a", { n: 2 });
    things.put("b", { n: 3 });
    expect(things.list()).toEqual([{ n: 3 }, { n: 2 }]);
  });

  it("limits by prefix exactly, also with characters that LIKE would take", () => {
    const things = store.collection<string>("things");
    for (const id of ["a_/1", "ab/1", "a_/2", "a%/1", "a_0", "A_/1", "a_/\u{1f680}"])
      things.put(id, id);
    expect(things.list("a_/")).toEqual(["a_/1", "a_/2", "a_/\u{1f680}"]);
  });

  it("brings dates back as dates", () => {
    const things = store.collection<{ at: Date; in: { at: Date }[] }>("things");
    const at = new Date("2026-11-24T03:00:00.123Z");
    things.put("x", { at, in: [{ at }] });
    expect(things.get("x")).toEqual({ at, in: [{ at }] });
  });

  it("undoes a transaction as a whole, nested ones too", () => {
    const things = store.collection<number>("things");
    things.put("before", 1);
    expect(() =>
      store.transaction(() => {
        things.put("one", 1);
        store.transaction(() => things.delete("before"));
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(things.list()).toEqual([1]);
  });

  it("never repeats a number, not after it is opened again either", () => {
    expect([store.next("n"), store.next("n"), store.next("m")]).toEqual([1, 2, 1]);
    store.close();
    store = openStore(join(folder, "lab.sqlite"));
    expect(store.next("n")).toBe(3);
  });

  it("keeps collections apart", () => {
    store.collection<number>("a").put("x", 1);
    expect(store.collection<number>("b").get("x")).toBeUndefined();
    expect(store.collection<number>("a").delete("x")).toBe(true);
    expect(store.collection<number>("a").delete("x")).toBe(false);
  });
});
