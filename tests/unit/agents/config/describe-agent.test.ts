import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AgentFiles } from "@/lib/agents/config";
import {
  agentTitle,
  hasLongTermMemory,
  shortTermMemory,
  skillsOf,
} from "@/lib/agents/describe-agent";
import { findUnresolved } from "@/lib/agents/find-unresolved";
import { parseAgent } from "@/lib/agents/parse-agent";
import { frontMatter } from "@/lib/agents/skill-files";
import { changeConfig } from "@/lib/agents/write-config";

/** The text files of a folder, by path. */
function filesOf(folder: string): AgentFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}
function understood(files: AgentFiles) {
  const { agent, problems } = parseAgent(files);
  if (!agent) throw new Error(problems.map(({ message }) => message).join(" "));
  return { ...agent, files };
}
const cli = (name: string) =>
  understood(filesOf(`tests/fixtures/agent-folders/cli-project/app/${name}`));

describe("folders as the CLI writes them", () => {
  test("the article's agent loads with all that it has", () => {
    const agent = cli("TrendsAgentHarness");
    expect(findUnresolved(agent)).toEqual([]);
    expect(skillsOf(agent.harness, agent.files)).toEqual([
      {
        name: "bar-chart",
        description: "Draws counts per topic as a bar chart. Use it when a ranking is to be shown.",
        path: "skills/bar-chart",
        files: ["SKILL.md", "scripts/draw.py"],
      },
    ]);
    expect(hasLongTermMemory(agent.harness)).toBe(true);
  });

  test("what cannot load here is named, each with its reason", () => {
    const said = findUnresolved(cli("EveryKey")).map(({ name, why }) => `${name}: ${why}`);
    expect(said).toEqual([
      "@exa/*: No tool of exa has a class in console.json (classes): read, change or destroy.",
      "@my-gw/*: No tool of my-gw has a class in console.json (classes): read, change or destroy.",
      "approve_purchase: approve_purchase has no class in console.json (classes): read, change or destroy.",
      ".agents/skills/xlsx: .agents/skills/xlsx/SKILL.md is not there.",
      "s3://skills/reports/: Skills from S3 are fetched on AgentCore only: here a skill is a folder of the agent.",
      "https://github.com/example/skills.git: Skills from Git are fetched on AgentCore only: here a skill is a folder of the agent.",
      "awsSkills: Skills from AWS are fetched on AgentCore only: here a skill is a folder of the agent.",
    ]);
    expect(findUnresolved(cli("Legacy"))[0]?.why).toContain("LiteLLM");
  });

  test("classes, whether of a tool, of a server or of all, let it load", () => {
    const agent = cli("EveryKey");
    const classes = { "@exa/search*": "read", "@*": "change", "approve_*": "destroy" } as const;
    const left = findUnresolved({ ...agent, console: { ...agent.console, classes } });
    expect(left.filter(({ why }) => why.includes("class"))).toEqual([]);
  });

  test("verbs and allowed tools that there are not are named", () => {
    const agent = cli("TrendsAgentHarness");
    const wants = {
      ...agent,
      console: { ...agent.console, verbs: ["release_*", "relaese_retry"] },
    };
    expect(findUnresolved(wants, ["release_retry_stage"])).toEqual([
      { name: "relaese_retry", why: "No verb of the console has this name." },
    ]);
    const harness = {
      ...agent.harness,
      allowedTools: ["*", "@builtin/shell", "browser", "@news/x", "shel"],
    };
    expect(findUnresolved({ ...agent, harness }).map(({ name }) => name)).toEqual([
      "@news/x",
      "shel",
    ]);
  });
});

describe("the agents that come with the console", () => {
  test.each(["release_analyst", "ami_reviewer", "cache_tuner", "trends_analyst"])(
    "%s is right, and its skills are there",
    (name) => {
      const agent = understood(filesOf(`deploy/agents/app/${name}`));
      expect(findUnresolved(agent)).toEqual([]);
      expect(skillsOf(agent.harness, agent.files)).toHaveLength(agent.harness.skills.length);
      expect(agentTitle(agent.harness.name)).toBe(name.replace("_", "-"));
    },
  );
});

describe("a file that is changed", () => {
  const text = readFileSync(
    "tests/fixtures/agent-folders/cli-project/app/EveryKey/harness.json",
    "utf8",
  );

  test("keeps every key that was not changed, known or not, in its place", () => {
    const changed = changeConfig(text, [
      [["maxIterations"], 9],
      [["model", "temperature"], undefined],
      [["memory", "mode"], "disabled"],
    ]);
    const [before, after] = [JSON.parse(text), JSON.parse(changed)];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    before.maxIterations = 9;
    before.memory.mode = "disabled";
    delete before.model.temperature;
    expect(after).toEqual(before);
  });

  test("is written alike each time, and without a change only its format differs", () => {
    const once = changeConfig(text, []);
    expect(changeConfig(once, [])).toBe(once);
    expect(JSON.parse(once)).toEqual(JSON.parse(text));
    expect(() => changeConfig("[1]", [])).toThrow("no object");
  });
});

test("front matter: quotes, folded lines, and what is none", () => {
  expect(frontMatter('---\nname: "a-b"\ndescription: >\n  one\n  two\n---\nText')).toEqual({
    name: "a-b",
    description: "one two",
  });
  expect(frontMatter("# No front matter")).toBeUndefined();
  expect(frontMatter("---\nname: a\n")).toBeUndefined();
});

test.each([
  [undefined, "Keeps the last messages."],
  [{ strategy: "none" }, "Keeps the whole conversation, until the model can take no more."],
  [
    { strategy: "sliding_window", config: { slidingWindow: { messagesCount: 60 } } },
    "Keeps the last 60 messages.",
  ],
  [
    { strategy: "summarization", config: { summarization: { preserveRecentMessages: 10 } } },
    "Sums up what is old and keeps the last 10 messages.",
  ],
] as const)("short-term memory in words: %j", (truncation, words) => {
  expect(shortTermMemory({ truncation } as never)).toBe(words);
});
