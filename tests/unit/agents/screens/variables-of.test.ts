import { describe, expect, it } from "vitest";
import { parseAgent } from "@/lib/agents/parse-agent";
import { ownVariables, renameVariable, variablesUsed } from "@/lib/agents/variables-of";

const HARNESS = {
  name: "a",
  model: { provider: "bedrock", modelId: "m" },
  systemPrompt: "{{OLD}}",
  tools: [
    { type: "remote_mcp", name: "news", config: { remoteMcp: { url: "{{ NEWS_URL }}/mcp" } } },
  ],
  tags: { of: "{{NEWS_URL}}" },
};
const SETTINGS = {
  description: "Reads {{HOSTS}}",
  browser: { hosts: ["{{HOSTS}}"] },
  classes: { "@news/*": "read" },
  variables: { HOSTS: "a.example b.example", NEWS_URL: "https://a.example" },
};
const FILES = {
  "harness.json": `${JSON.stringify(HARNESS, null, 2)}\n`,
  "console.json": `${JSON.stringify(SETTINGS, null, 2)}\n`,
  "system-prompt.md": "Read {{HOSTS}}, not {{hosts}}.\r\n",
  "skills/a/SKILL.md": "{{HOSTS}}",
};

describe("where variables stand", () => {
  it("names the files in which each is put in, and no place that is only text", () => {
    expect(Object.fromEntries(variablesUsed(FILES))).toEqual({
      HOSTS: ["system-prompt.md", "console.json"],
      NEWS_URL: ["harness.json"],
    });
  });
  it("reads the prompt of harness.json where there is no file of it", () => {
    const { "system-prompt.md": _gone, ...rest } = FILES;
    expect([...variablesUsed(rest).keys()]).toEqual(["OLD", "NEWS_URL", "HOSTS"]);
  });
  it("names just those that a folder needs a value for", () => {
    const { variables: _none, ...settings } = SETTINGS;
    const { problems } = parseAgent({ ...FILES, "console.json": JSON.stringify(settings) });
    const missing = problems.map(({ message }) => /\{\{(\w+)\}\}/.exec(message)?.[1]);
    expect(new Set(missing)).toEqual(new Set(variablesUsed(FILES).keys()));
  });
  it("has no own ones where variables is none", () => {
    expect(ownVariables(FILES)).toEqual(["HOSTS", "NEWS_URL"]);
    for (const variables of [undefined, null, ["A"], "A"])
      expect(ownVariables({ "console.json": JSON.stringify({ variables }) })).toEqual([]);
    expect(ownVariables({ "console.json": "{" })).toEqual([]);
  });
});

describe("a variable under another name", () => {
  it("keeps its place and value, and is put in as before; all else stays to the byte", () => {
    const after = renameVariable(FILES, "HOSTS", "SITES");
    expect(after["system-prompt.md"]).toBe("Read {{SITES}}, not {{hosts}}.\r\n");
    expect(after["harness.json"]).toBe(FILES["harness.json"]);
    expect(after["skills/a/SKILL.md"]).toBe("{{HOSTS}}");
    expect(after["console.json"]).toBe(
      FILES["console.json"]
        .replace('"HOSTS":', '"SITES":')
        .replace('"{{HOSTS}}"\n', '"{{SITES}}"\n'),
    );
    expect(parseAgent(after).problems).toEqual([]);
  });
  it("is renamed inside of a tool's settings, and not in keys that the console does not know", () => {
    const after = renameVariable(FILES, "NEWS_URL", "URL");
    expect(after["harness.json"]).toBe(
      FILES["harness.json"].replace("{{ NEWS_URL }}/mcp", "{{ URL }}/mcp"),
    );
    expect(after["system-prompt.md"]).toBe(FILES["system-prompt.md"]);
  });
  it("changes nothing else while one of the names is none", () => {
    const after = renameVariable(FILES, "HOSTS", "so so");
    expect(ownVariables(after)).toEqual(["so so", "NEWS_URL"]);
    expect(after["system-prompt.md"]).toBe(FILES["system-prompt.md"]);
  });
});
