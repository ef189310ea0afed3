import { describe, expect, it } from "vitest";
import type { HarnessSkill } from "@/lib/agents/config";
import { findSkills } from "@/server/agents/tools/skills";
import { aDefinition } from "../../fixtures/agents/harness-world";

const head = (name: string, description = "When it is needed.") =>
  `---\nname: ${name}\ndescription: ${description}\n---\nDo this.\n`;
const find = (skills: HarnessSkill[], files: Record<string, string>) =>
  findSkills({ harness: { ...aDefinition().harness, skills }, files });

describe("an agent's skills", () => {
  it("are folders, named by path in every form that the CLI writes", () => {
    const files = {
      "skills/a/SKILL.md": head("read-a-log"),
      "skills/a/scripts/run.sh": "echo hi",
      "skills/b/SKILL.md": head("draw"),
    };
    const { skills, unresolved } = find(["./skills/a", { path: "skills/b/SKILL.md" }], files);
    expect(unresolved).toEqual([]);
    expect(skills).toMatchObject([
      { name: "read-a-log", files: ["SKILL.md", "scripts/run.sh"] },
      { name: "draw" },
    ]);
  });

  it.each<[string, HarnessSkill, Record<string, string>, RegExp]>([
    ["is missing", "skills/none", {}, /is not there/],
    ["has no front matter", "skills/x", { "skills/x/SKILL.md": "Do it." }, /must begin with name/],
    ["has a bad name", "skills/x", { "skills/x/SKILL.md": head("Not Good") }, /small letters/],
    ["says nothing", "skills/x", { "skills/x/SKILL.md": head("x", "") }, /when to use/],
    [
      "is too long",
      "skills/x",
      { "skills/x/SKILL.md": `${head("x")}${"word ".repeat(20_000)}` },
      /longer than 60000 characters/,
    ],
    [
      "is too large",
      "skills/x",
      { "skills/x/SKILL.md": head("x"), "skills/x/data": "x".repeat(6_000_000) },
      /larger than 5 MB/,
    ],
    ["is in S3", { s3Uri: "s3://b/k" }, {}, /from S3 are fetched on AgentCore only/],
    ["is in Git", { gitUrl: "https://g/x.git" }, {}, /from Git are fetched on AgentCore only/],
  ])("one that %s is unresolved, and why", (_what, skill, files, why) => {
    const { skills, unresolved } = find([skill], files);
    expect(skills).toEqual([]);
    expect(unresolved).toEqual([{ name: expect.any(String), why: expect.stringMatching(why) }]);
  });

  it("two of one name: the first counts", () => {
    const files = { "skills/a/SKILL.md": head("draw"), "skills/b/SKILL.md": head("draw") };
    const { skills, unresolved } = find(["skills/a", "skills/b"], files);
    expect(skills.map(({ path }) => path)).toEqual(["skills/a"]);
    expect(unresolved).toEqual([
      { name: "skills/b", why: "It is called draw, as the skill in skills/a is." },
    ]);
  });
});
