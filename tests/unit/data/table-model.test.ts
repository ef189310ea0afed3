import { describe, expect, it } from "vitest";
import { holdRows } from "@/components/data/held-rows";
import { type Column, nextSort, sortRows } from "@/components/data/table-model";

interface Row {
  id: string;
  name: string;
  age?: number;
}
const COLUMNS: Column<Row>[] = [
  { key: "name", header: "Name", cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: "age", header: "Age", cell: ({ age }) => age, sortBy: ({ age }) => age },
  { key: "fixed", header: "Fixed", cell: () => "" },
];
const rows: Row[] = [
  { id: "1", name: "app-10", age: 3 },
  { id: "2", name: "app-2" },
  { id: "3", name: "App-1", age: 20 },
];
const ids = (given: readonly Row[]) => given.map(({ id }) => id).join("");

describe("sortRows", () => {
  it("counts numbers in names and ignores case", () => {
    expect(ids(sortRows(rows, COLUMNS, { key: "name", direction: "asc" }))).toBe("321");
    expect(ids(sortRows(rows, COLUMNS, { key: "name", direction: "desc" }))).toBe("123");
  });
  it("puts rows without a value last either way", () => {
    expect(ids(sortRows(rows, COLUMNS, { key: "age", direction: "asc" }))).toBe("132");
    expect(ids(sortRows(rows, COLUMNS, { key: "age", direction: "desc" }))).toBe("312");
  });
  it("leaves the order alone without a sort, or with one that no column knows", () => {
    expect(sortRows(rows, COLUMNS, null)).toBe(rows);
    expect(sortRows(rows, COLUMNS, { key: "fixed", direction: "asc" })).toBe(rows);
    expect(sortRows(rows, COLUMNS, { key: "gone", direction: "asc" })).toBe(rows);
  });
  it("sorts 10,000 rows within a frame or two", () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      id: `${at}`,
      name: `p-${at % 977}`,
    }));
    const sorted = sortRows(many, COLUMNS, { key: "name", direction: "asc" });
    expect(sorted).toHaveLength(10_000);
    expect(sorted[0]?.name).toBe("p-0");
  });
});

describe("nextSort", () => {
  it("goes up, down, and back to none", () => {
    const up = nextSort(null, "name");
    expect(up).toEqual({ key: "name", direction: "asc" });
    const down = nextSort(up, "name");
    expect(down).toEqual({ key: "name", direction: "desc" });
    expect(nextSort(down, "name")).toBeNull();
    expect(nextSort(down, "age")).toEqual({ key: "age", direction: "asc" });
  });
});

describe("holdRows", () => {
  it("keeps places, renews content, counts what is new and keeps what has gone", () => {
    const next = [
      { id: "9", name: "new" },
      { id: "3", name: "changed" },
      { id: "1", name: "app-10" },
    ];
    const held = holdRows(rows, next, ({ id }) => id);
    expect(ids(held.rows)).toBe("123");
    expect(held.rows[2]?.name).toBe("changed");
    expect(held.waiting).toBe(1);
  });
});
