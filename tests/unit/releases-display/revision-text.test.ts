import { describe, expect, it } from "vitest";
import { isolate } from "@/lib/platform/plain-text";
import { revisionName, revisionSubject, sameRevision, shortId } from "@/lib/releases/revision-text";
import { aRevision } from "./builders";

describe("revision text", () => {
  it("shortens commit hashes only", () => {
    expect(shortId("0123456789abcdef0123456789abcdef01234567")).toBe("0123456");
    expect(shortId("kT9.some-s3-version")).toBe("kT9.some-s3-version");
  });
  it("falls back from subject to summary to id", () => {
    const revision = aRevision("v1.0");
    expect(revisionSubject(revision)).toBe("v1.0");
    expect(revisionSubject({ ...revision, commit: undefined, summary: "sum\nmore" })).toBe("sum");
    expect(revisionSubject({ ...revision, commit: undefined, summary: " " })).toBe(revision.id);
    expect(revisionSubject(undefined)).toBe("Unknown revision");
  });
  it("says an id once when there is no subject", () => {
    expect(revisionName({ source: "S", id: "abc", commits: [] })).toBe("abc");
  });
  it("keeps a hostile subject from turning a sentence around", () => {
    expect(isolate("safe\u202etxt.exe")).toBe("safetxt.exe");
    expect(isolate("שלום\u2069!")).toBe("\u2068שלום!\u2069");
    expect(revisionName(aRevision("a\u202eb"))).toBe("“ab” (aaaaaaa)");
  });
  it("compares by commit, else by source revision, and never two unknowns as equal", () => {
    const a = aRevision("v1", "a".repeat(40));
    expect(sameRevision(a, { ...a, id: "another-version" })).toBe(true);
    expect(sameRevision({ ...a, commit: undefined }, { ...a, id: "another-version" })).toBe(false);
    expect(sameRevision(undefined, undefined)).toBe(false);
  });
});
