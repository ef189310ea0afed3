import { describe, expect, it } from "vitest";
import { entriesHref, parseEntriesSearch } from "@/components/prompt-cache/entries/entries-search";
import {
  parseRequestsSearch,
  requestsHref,
} from "@/components/prompt-cache/requests/requests-search";
import { parseTuningSearch } from "@/components/prompt-cache/tuning/tuning-search";

const from = (query: string) => {
  const params = new URLSearchParams(query);
  return (name: string) => params.get(name);
};

describe("addresses of the prompt cache's lists", () => {
  it("come back as they were, with an entry open beside the list", () => {
    const search = parseEntriesSearch(from("namespace=support&search=a+b&by=meaning&sort=hits"));
    const href = entriesHref(search, {}, "x/y");
    expect(href).toBe(
      "/prompt-cache/entries/x%2Fy?namespace=support&search=a+b&by=meaning&sort=hits",
    );
    expect(parseEntriesSearch(from(href.split("?")[1] ?? ""))).toEqual(search);
  });

  it("leave out what is usual, and what a change takes away", () => {
    const search = parseEntriesSearch(from("model=m&cursor=newest:1:support:x"));
    expect(entriesHref(search, { model: null, cursor: null })).toBe("/prompt-cache/entries");
  });

  it("take what makes no sense for not given", () => {
    expect(parseEntriesSearch(from("sort=sideways&by=smell"))).toEqual({
      search: "",
      by: "text",
      sort: "newest",
    });
    expect(parseRequestsSearch(from("outcome=maybe&reason=guard"))).toEqual({
      reason: "guard",
      text: "",
    });
    expect(parseTuningSearch(from("whatIf=7&precision=none"))).toEqual({ precision: 0.98 });
  });

  it("keep the filters of requests beside an open one", () => {
    const search = parseRequestsSearch(from("outcome=miss&reason=guard&text=a"));
    expect(requestsHref(search, {}, "1")).toBe(
      "/prompt-cache/requests/1?outcome=miss&reason=guard&text=a",
    );
  });

  it("read the threshold that is tried", () => {
    expect(parseTuningSearch(from("namespace=support&whatIf=0.85&precision=0.9"))).toEqual({
      namespace: "support",
      whatIf: 0.85,
      precision: 0.9,
    });
  });
});
