import { describe, expect, it } from "vitest";
import { isPicked, pickGroup, pickVerb } from "@/lib/agents/pick-verbs";

const ALL = ["audit_find", "release_read_pipeline", "release_retry_stage", "release_roll_back"];

describe("picking verbs beside globs", () => {
  it("adds a verb once", () => {
    expect(pickVerb([], "audit_find", true, ALL)).toEqual(["audit_find"]);
    expect(pickVerb(["*"], "audit_find", true, ALL)).toEqual(["*"]);
  });

  it("takes one out of a glob, and keeps the others that it held", () => {
    const globs = pickVerb(["audit_find", "release_*"], "release_roll_back", false, ALL);
    expect(globs).toEqual(["audit_find", "release_read_pipeline", "release_retry_stage"]);
    expect(isPicked(globs, "release_roll_back")).toBe(false);
  });

  it("takes out what is named twice", () => {
    expect(pickVerb(["audit_find", "audit_*", "*_find"], "audit_find", false, ALL)).toEqual([]);
  });

  it("picks a group as one glob in the place of its verbs", () => {
    expect(pickGroup(["release_roll_back", "audit_find"], "release", true, ALL)).toEqual([
      "audit_find",
      "release_*",
    ]);
  });

  it("leaves a group, also out of a glob that holds more", () => {
    expect(pickGroup(["*"], "release", false, ALL)).toEqual(["audit_find"]);
    expect(pickGroup(["release_*", "gone_verb"], "release", false, ALL)).toEqual(["gone_verb"]);
  });
});
