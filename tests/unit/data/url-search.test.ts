import { describe, expect, it } from "vitest";
import { changedSearch } from "@/components/data/url-search";

describe("changedSearch", () => {
  it("sets and takes away, and leaves the rest in its order", () => {
    expect(changedSearch("?q=a&state=failed&x=1", { state: null, q: "b c", sort: "name" })).toBe(
      "?q=b+c&x=1&sort=name",
    );
  });
  it("is nothing when nothing is left", () => {
    expect(changedSearch("?q=a", { q: null })).toBe("");
    expect(changedSearch("", {})).toBe("");
  });
  it("keeps hostile text as text", () => {
    expect(changedSearch("", { q: '"><script>&x=1' })).toBe("?q=%22%3E%3Cscript%3E%26x%3D1");
  });
});
