import { describe, expect, it } from "vitest";
import { type CommitNote, sourceMetadata } from "../../../../lab/services/scm/source-metadata.ts";

const aCommit = (changes: Partial<CommitNote> = {}): CommitNote => ({
  id: "0123456789abcdef0123456789abcdef01234567",
  subject: "Fix the thing",
  author: "Ada",
  at: "2026-11-24T03:00:00+00:00",
  ...changes,
});

const size = (metadata: Record<string, string>) =>
  Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);

describe("metadata of a source object", () => {
  it("carries what is needed in clear", () => {
    expect(sourceMetadata([aCommit()])).toEqual({
      "codepipeline-artifact-revision-summary": "Fix the thing",
      "commit-id": aCommit().id,
      "commit-author": "Ada",
      "commit-date": aCommit().at,
      commits: JSON.stringify([aCommit()]),
    });
  });

  it.each([
    ["accents", "schön — 100 %", "Ünï"],
    ["emoji", "🚀".repeat(300), "👩‍💻"],
    ["markup and control characters", '<script>alert("x")</script>\u0007\u202e', "a\tb"],
    ["lone surrogates", "broken \ud800 half", "x"],
    ["great length", "x".repeat(5_000), "y".repeat(5_000)],
  ])("survives headers with %s", (_name, subject, author) => {
    const commits = Array.from({ length: 50 }, () => aCommit({ subject, author }));
    const metadata = sourceMetadata(commits);
    expect(size(metadata)).toBeLessThanOrEqual(2_048);
    for (const value of Object.values(metadata)) expect(value).toMatch(/^[\x20-\x7e]*$/);
    const told = JSON.parse(decodeURIComponent(metadata.commits ?? "")) as CommitNote[];
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(told[0]?.id).toBe(aCommit().id);
    expect(metadata["commits-incomplete"]).toBe("true");
  });
});
