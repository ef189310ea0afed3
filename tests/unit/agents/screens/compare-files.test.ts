import { describe, expect, it } from "vitest";
import { compareFiles } from "@/lib/agents/compare-files";

describe("compareFiles", () => {
  it("tells new, changed and taken away files apart, the configuration first", () => {
    const changes = compareFiles(
      { "skills/a/SKILL.md": "a\n", "system-prompt.md": "one\n", "harness.json": "{}\n" },
      { "system-prompt.md": "two\n", "harness.json": "{}\n", "notes.md": "new\n" },
    );
    expect(changes.map(({ path, state, added, removed }) => [path, state, added, removed])).toEqual(
      [
        ["system-prompt.md", "changed", 1, 1],
        ["notes.md", "added", 1, 0],
        ["skills/a/SKILL.md", "removed", 0, 1],
      ],
    );
  });

  it("compares what JSON says, not how it is laid out", () => {
    const [change] = compareFiles(
      { "console.json": '{ "verbs": ["a", "b"], "budget": { "usd": 1 } }' },
      { "console.json": '{\n  "verbs": [\n    "a",\n    "b"\n  ],\n  "budget": { "usd": 2 }\n}\n' },
    );
    expect(change).toMatchObject({ state: "changed", added: 1, removed: 1 });
    const [spacing] = compareFiles({ "console.json": "{}" }, { "console.json": "{ }\n" });
    expect(spacing).toMatchObject({ state: "spacing", hunks: [] });
  });

  it("compares JSON that cannot be read as text", () => {
    const [change] = compareFiles({ "harness.json": "{}" }, { "harness.json": "{" });
    expect(change).toMatchObject({ state: "changed", added: 1, removed: 1 });
  });
});
