import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PERMISSIONS } from "@/lib/platform/permissions";
import { verbAsTool } from "@/server/agents/tools/verbs";
import { jsonResult } from "@/server/agents/tools/verbs/json-result";
import { registerVerbTool, verbTools } from "@/server/platform/verb-tools";
import "@/server/ami-updates/verb-tools";
import "@/server/audit/verb-tools";
import "@/server/prompt-cache/verb-tools";
import "@/server/releases/verb-tools";

const verbs = verbTools();
const classOf = (wanted: string) =>
  verbs.filter((verb) => verb.class === wanted).map(({ name }) => name);

describe("the console's verbs", () => {
  it("are these, by class", () => {
    expect(classOf("change").sort()).toEqual([
      "ami_close_proposal",
      "ami_run_detection",
      "cache_evict",
      "cache_set_threshold",
      "release_retry_stage",
      "release_start",
      "release_stop",
    ]);
    expect(classOf("destroy").sort()).toEqual(["ami_merge_proposal", "release_roll_back"]);
    expect(classOf("read")).toHaveLength(verbs.length - 9);
  });

  it("do not decide approvals of releases, lift skips, override rules or give out keys", () => {
    expect(
      verbs.filter(({ name }) => /approv|decide|lift|override|key|invalidate/.test(name)),
    ).toEqual([]);
  });

  it.each(verbs)("$name says what the harness needs of it", (verb) => {
    const tool = verbAsTool(verb);
    expect(verb.name).toMatch(/^(release|ami|cache|audit)_[a-z_]+$/);
    expect(verb.description.length).toBeGreaterThan(40);
    expect(PERMISSIONS).toContain(verb.permission);
    expect(tool.inputSchema.type).toBe("object");
    expect(tool.inputSchema).not.toHaveProperty("$schema");
    expect(tool.class).toBe(verb.class);
    // What changes something has a preview, and can be looked after when its process died.
    expect(Boolean(tool.preview)).toBe(verb.class !== "read");
    expect(Boolean(tool.settle)).toBe(verb.class !== "read");
  });
});

describe("an unclassified verb", () => {
  const bare = {
    name: "release_unclassified",
    description: "Nobody said what it does to the world.",
    permission: "release.read" as const,
    input: z.object({}),
    run: async () => ({}),
  };

  it("cannot load", () => {
    expect(() => registerVerbTool({ ...bare } as never)).toThrow(/has no class/);
    expect(() => registerVerbTool({ ...bare, class: "harmless" } as never)).toThrow(/has no class/);
    expect(verbTools().map(({ name }) => name)).not.toContain(bare.name);
  });

  it("cannot load as a change without an action, a target and a preview", () => {
    expect(() => registerVerbTool({ ...bare, class: "change" })).toThrow(
      /needs action, target and preview/,
    );
  });
});

describe("a result", () => {
  it("is plain JSON without credentials and without what turns text around", () => {
    const told = jsonResult({
      at: new Date(0),
      left: undefined,
      text: "git clone https://ada:hunter2@git.example.org/x \u202egnp.exe",
    });
    expect(told.content).toEqual([
      {
        json: {
          at: "1970-01-01T00:00:00.000Z",
          text: "git clone https://…@git.example.org/x gnp.exe",
        },
      },
    ]);
  });

  it("that would fill the conversation is refused with its size", () => {
    expect(() => jsonResult("x".repeat(70_000))).toThrow(/70002 characters/);
  });
});
