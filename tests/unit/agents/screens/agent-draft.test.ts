import { describe, expect, it } from "vitest";
import {
  configOf,
  newAgent,
  problemsAt,
  promptOf,
  valueAt,
  withChanges,
  withoutSkill,
  withPrompt,
  withSkill,
} from "@/lib/agents/agent-draft";
import { agentFolderIn } from "@/lib/agents/agent-folder";
import { freeName } from "@/lib/agents/free-name";
import { parseAgent } from "@/lib/agents/parse-agent";

const MODEL = { provider: "bedrock", modelId: "lab.operator-v1" };

describe("form and files", () => {
  it("changes a key and keeps all others, known or not, in their places", () => {
    const files = {
      "harness.json": '{"own":1,"model":{"provider":"bedrock","modelId":"a","x":2}}',
    };
    const next = withChanges(files, "harness.json", [[["model", "modelId"], "b"]]);
    expect(JSON.parse(next["harness.json"] ?? "")).toEqual({
      own: 1,
      model: { provider: "bedrock", modelId: "b", x: 2 },
    });
    expect(Object.keys(JSON.parse(next["harness.json"] ?? ""))).toEqual(["own", "model"]);
  });

  it("leaves a file that cannot be read as it is, to be mended as text", () => {
    const files = { "harness.json": "{", "console.json": "[]" };
    expect(withChanges(files, "harness.json", [[["name"], "x"]])).toBe(files);
    expect(configOf(files, "harness.json")).toBeUndefined();
    expect(configOf(files, "console.json")).toBeUndefined();
  });

  it("takes console.json for empty when there is none, and makes it with the first change", () => {
    const next = withChanges({}, "console.json", [[["budget", "usd"], 2]]);
    expect(JSON.parse(next["console.json"] ?? "")).toEqual({ budget: { usd: 2 } });
  });

  it("reads and writes the prompt where it stands", () => {
    const inside = { "harness.json": '{"systemPrompt":"Be brief."}' };
    expect(promptOf(inside)).toBe("Be brief.");
    expect(promptOf(withPrompt(inside, "Be kind."))).toBe("Be kind.");
    expect(withPrompt(inside, "Be kind.")["system-prompt.md"]).toBeUndefined();
    expect(withPrompt({ "harness.json": "{}" }, "x")["system-prompt.md"]).toBe("x");
  });

  it("finds no value through what is no object, nor in what objects inherit", () => {
    expect(valueAt({ a: "text" }, ["a", "length", "b"])).toBeUndefined();
    expect(valueAt({}, ["constructor"])).toBeUndefined();
  });

  it("finds the problems of a key and of what is below it, and of no neighbour", () => {
    const of = (key: string) => ({ file: "harness.json", key, message: key });
    const problems = [of("tools.1.name"), of("tools.10.name"), of("model")];
    expect(problemsAt(problems, "harness.json", ["tools", 1])).toEqual([problems[0]]);
    expect(problemsAt(problems, "console.json", ["model"])).toEqual([]);
  });
});

describe("a new agent", () => {
  it("lacks its name and its prompt, and nothing else", () => {
    const { problems } = parseAgent(newAgent(MODEL));
    expect(problems.map(({ file, key }) => [file, key])).toEqual([["harness.json", "name"]]);
    const named = withChanges(newAgent(MODEL), "harness.json", [[["name"], "note_taker"]]);
    expect(parseAgent(named).problems.map(({ file }) => file)).toEqual(["system-prompt.md"]);
    expect(parseAgent(withPrompt(named, "You answer.")).problems).toEqual([]);
  });

  it("gets a skill that resolves, and loses it with its files", () => {
    const files = withSkill(newAgent(MODEL), "read-a-log");
    expect(files["skills/read-a-log/SKILL.md"]).toContain("name: read-a-log");
    expect(valueAt(configOf(files, "harness.json"), ["skills"])).toEqual([
      { path: "./skills/read-a-log" },
    ]);
    const without = withoutSkill(files, 0, "skills/read-a-log");
    expect(Object.keys(without)).not.toContain("skills/read-a-log/SKILL.md");
    expect(valueAt(configOf(without, "harness.json"), ["skills"])).toEqual([]);
  });
});

describe("a folder that was dropped", () => {
  it("is what lies beside harness.json", () => {
    expect(
      agentFolderIn({ "app/x/harness.json": "{}", "app/x/skills/a.md": "a", "b.md": "b" }),
    ).toEqual({
      files: { "harness.json": "{}", "skills/a.md": "a" },
    });
  });
  it("is none without one, and none that can be told with several", () => {
    expect(agentFolderIn({ "a.md": "" })).toEqual({ problem: "There is no harness.json in it." });
    expect(agentFolderIn({ "a/harness.json": "", "b/harness.json": "" })).toMatchObject({
      problem: expect.stringContaining("several agents"),
    });
  });
});

it("names the next one", () => {
  expect(freeName("server", [])).toBe("server");
  expect(freeName("server", ["server", "server_2"])).toBe("server_3");
});
