import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { AgentFiles } from "@/lib/agents/config";
import { matchesName } from "@/lib/agents/match-name";
import { parseAgent } from "@/lib/agents/parse-agent";
import { verbTools } from "@/server/platform/verb-tools";
import "@/server/ami-updates/verb-tools";
import "@/server/audit/verb-tools";
import "@/server/prompt-cache/verb-tools";
import "@/server/releases/verb-tools";

const root = fileURLToPath(new URL("../../../deploy/agents/", import.meta.url));
const project = JSON.parse(readFileSync(join(root, "agentcore/agentcore.json"), "utf8"));
const shipped: { name: string; path: string }[] = project.harnesses;

function filesOf(path: string): AgentFiles {
  const files = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file) => {
        const full = join(file.parentPath, file.name);
        return [full.slice(join(root, path).length + 1), readFileSync(full, "utf8")];
      }),
  );
}

it("has a folder for every harness of the project, and no other", () => {
  expect(readdirSync(join(root, "app")).sort()).toEqual(shipped.map(({ name }) => name).sort());
});

describe.each(shipped)("$name", ({ name, path }) => {
  const files = filesOf(path);
  const { agent, problems } = parseAgent(files, { name });

  it("is understood without a problem", () => {
    expect(problems).toEqual([]);
    expect(agent?.systemPrompt).toContain("data");
    expect(agent?.console.starters.length).toBeGreaterThan(1);
    expect(agent?.console.budget.usd).toBeGreaterThan(0);
  });

  it("names verbs that are there", () => {
    const names = verbTools().map((verb) => verb.name);
    for (const glob of agent?.console.verbs ?? [])
      expect(names.some((verb) => matchesName(glob, verb))).toBe(true);
  });

  it("asks a person before anything changes, and another one before what cannot be taken back", () => {
    const { classes, rules } = agent?.console.approvals ?? {};
    expect([classes?.change, classes?.destroy]).not.toContain("allow");
    const destroying = verbTools().filter(
      (verb) =>
        verb.class === "destroy" &&
        agent?.console.verbs.some((glob) => matchesName(glob, verb.name)),
    );
    for (const { name: verb } of destroying)
      expect(rules).toContainEqual({ tool: verb, action: "ask", who: "other" });
  });

  it("brings the skills that it names, each with a name and a description", () => {
    for (const skill of agent?.harness.skills ?? []) {
      const folder = typeof skill === "string" ? skill : "path" in skill ? `${skill.path}` : "";
      const text = files[`${folder.replace(/^\.\//, "")}/SKILL.md`];
      expect(text).toMatch(/^---\nname: [a-z-]+\ndescription: .{40,}\n---\n/);
      for (const script of text?.match(/scripts\/[\w.-]+/g) ?? [])
        expect(Object.keys(files)).toContain(`${folder.replace(/^\.\//, "")}/${script}`);
    }
  });
});

it("lets the sources of trends_analyst be configured", () => {
  const { agent } = parseAgent(filesOf("app/trends_analyst"), {
    variables: { NEWS_SOURCES: "http://127.0.0.1:4566/_lab/news/a", NEWS_HOSTS: "127.0.0.1:4566" },
  });
  expect(agent?.systemPrompt).toContain("http://127.0.0.1:4566/_lab/news/a");
  expect(agent?.systemPrompt).not.toContain("ycombinator");
  expect(agent?.console.browser.hosts).toEqual(["127.0.0.1:4566"]);
});
