import { describe, expect, it } from "vitest";
import { CHORD_MS, feedChord, NO_CHORD } from "@/components/shell/chord";
import { destinationsFor } from "@/components/shell/destinations";
import { matchesWords, matching } from "@/components/shell/match-words";

const KNOWN = new Set(["g i", "g r", "?"]);

describe("feedChord", () => {
  it("completes two keys within the time", () => {
    const first = feedChord(NO_CHORD, "g", 1000, KNOWN);
    expect(first.match).toBeUndefined();
    expect(feedChord(first.state, "i", 1000 + CHORD_MS, KNOWN).match).toBe("g i");
    expect(feedChord(first.state, "i", 1001 + CHORD_MS, KNOWN).match).toBeUndefined();
  });
  it("starts anew after a wrong second key", () => {
    const wrong = feedChord({ pending: "g", at: 0 }, "x", 1, KNOWN);
    expect(wrong).toEqual({ state: NO_CHORD });
    const again = feedChord({ pending: "g", at: 0 }, "g", 1, KNOWN);
    expect(feedChord(again.state, "r", 2, KNOWN).match).toBe("g r");
  });
  it("takes a single key at once, also as a second one", () => {
    expect(feedChord(NO_CHORD, "?", 0, KNOWN).match).toBe("?");
    expect(feedChord({ pending: "g", at: 0 }, "?", 1, KNOWN).match).toBe("?");
  });
});

describe("destinationsFor", () => {
  it("shows the audit to those who may read it", () => {
    expect(destinationsFor("viewer").map(({ label }) => label)).toEqual([
      "Inbox",
      "Releases",
      "AMI updates",
      "Prompt cache",
      "Agents",
    ]);
    expect(destinationsFor("operator").map(({ label }) => label)).toEqual([
      "Inbox",
      "Releases",
      "AMI updates",
      "Prompt cache",
      "Agents",
      "Audit",
    ]);
  });
});

describe("the command menu's search", () => {
  it("finds words in any order and case", () => {
    expect(matchesWords("run release change lab-app", "LAB release")).toBe(true);
    expect(matchesWords("run release change lab-app", "lab prod")).toBe(false);
    expect(matchesWords("anything", "  ")).toBe(true);
  });
  it("puts the exact name first and stops at thirty of a thousand", () => {
    const names = [...Array.from({ length: 1000 }, (_, at) => `app-${at}-x`), "app"];
    const found = matching(names, "app", (name) => `pipeline ${name}`);
    expect(found[0]).toBe("app");
    expect(found).toHaveLength(30);
  });
});
