import { describe, expect, test } from "vitest";
import type { AgentFiles } from "@/lib/agents/config";
import { parseAgent } from "@/lib/agents/parse-agent";

const harness = (over: object = {}) =>
  JSON.stringify({ name: "helper_one", model: { provider: "bedrock", modelId: "m" }, ...over });
const folder = (over: AgentFiles = {}): AgentFiles => ({
  "harness.json": harness(),
  "system-prompt.md": "Help.",
  ...over,
});
const sentences = (files: AgentFiles, options?: Parameters<typeof parseAgent>[1]) =>
  parseAgent(files, options).problems.map(({ message }) => message);

describe("what is wrong is said with file, line and key", () => {
  const TABLE: [what: string, files: AgentFiles, said: string[]][] = [
    ["no file", {}, ["harness.json is missing."]],
    [
      "no JSON",
      folder({ "harness.json": '{\n "name": "a"\n "model": 1}' }),
      ['harness.json, line 3: is no JSON: it has a quote where "," or "}" must be.'],
    ],
    [
      "cut off",
      folder({ "harness.json": '{"name": "a",' }),
      ["harness.json, line 1: is no JSON: it ends where a key in double quotes must be."],
    ],
    [
      "a key twice",
      folder({ "console.json": '{\n"verbs": [],\n"verbs": ["release_*"]}' }),
      ["console.json, line 3: is no JSON: it has the key “verbs” twice."],
    ],
    [
      "wrong kinds",
      folder({ "harness.json": harness({ name: "a-b", maxTokens: 1.5, tools: {} }) }),
      [
        "harness.json, line 1, name: starts with a letter, then letters, digits and underscores, 40 at most.",
        "harness.json, line 1, tools: must be a list.",
        "harness.json, line 1, maxTokens: must be a whole number.",
      ],
    ],
    [
      "missing keys",
      folder({ "harness.json": '{"name": "a", "model": {"provider": "bedrock"}}' }),
      ["harness.json, line 1, model.modelId: is missing."],
    ],
    [
      "an unknown provider",
      folder({ "harness.json": harness({ model: { provider: "acme", modelId: "m" } }) }),
      [
        'harness.json, line 1, model.provider: must be "bedrock" or "open_ai" or "gemini" or "lite_llm".',
      ],
    ],
    [
      "unknown settings of ours",
      folder({ "console.json": '{\n"vebs": [],\n"budget": {"usd": -1}}' }),
      [
        "console.json, line 3, budget.usd: must be more than 0.",
        "console.json, line 2, vebs: is no setting.",
      ],
    ],
    [
      "a class that there is not",
      folder({ "console.json": '{"classes": {"@news/*": "harmless"}}' }),
      ['console.json, line 1, classes.@news/*: must be "read" or "change" or "destroy".'],
    ],
    [
      "a tool without its settings",
      folder({ "harness.json": harness({ tools: [{ type: "remote_mcp", name: "news" }] }) }),
      ["harness.json, line 1, tools.0.config: needs “remoteMcp”."],
    ],
    [
      "another tool's settings",
      folder({
        "harness.json": harness({
          tools: [{ type: "remote_mcp", name: "news", config: { inlineFunction: {} } }],
        }),
      }),
      [
        "harness.json, line 1, tools.0.config.inlineFunction: is not for a tool of type remote_mcp; that is “remoteMcp”.",
      ],
    ],
    [
      "two tools of one name",
      folder({
        "harness.json": harness({
          tools: [
            { type: "agentcore_browser", name: "web" },
            { type: "agentcore_code_interpreter", name: "web" },
          ],
        }),
      }),
      ["harness.json, line 1, tools.1.name: is “web”, as another tool's."],
    ],
    [
      "a variable without a value, told once",
      folder({ "system-prompt.md": "{{WHO}} and {{WHO}}, not {{who}}" }),
      [
        "system-prompt.md holds {{WHO}}, which has no value: give it one in console.json (variables) or in the setting SWITCHYARD_AGENTS_VARIABLES.",
      ],
    ],
    [
      "no prompt",
      { "harness.json": harness() },
      ["system-prompt.md is missing or empty: it says what the agent is for and how it works."],
    ],
    [
      "a way out of the folder",
      folder({ "skills/../../etc/passwd": "x" }),
      ['The path "skills/../../etc/passwd" must not leave the agent\'s folder.'],
    ],
    [
      "no text",
      folder({ "skills/a/logo.png": "\u0000PNG" }),
      ["skills/a/logo.png is no text: only text files are kept."],
    ],
  ];
  test.each(TABLE)("%s", (_what, files, said) => {
    expect(sentences(files)).toEqual(said);
  });

  test("another name than the agent's", () => {
    expect(sentences(folder(), { name: "other" })).toEqual([
      "harness.json, line 1, name: is “helper_one”, but the agent is called “other”.",
    ]);
  });
});

describe("what is right is understood", () => {
  test("system-prompt.md wins over systemPrompt", () => {
    const files = folder({ "harness.json": harness({ systemPrompt: "Not this." }) });
    expect(parseAgent(files).agent?.systemPrompt).toBe("Help.");
    delete files["system-prompt.md"];
    expect(parseAgent(files).agent?.systemPrompt).toBe("Not this.");
  });

  test("the place's variables go before the agent's own, in the prompt, in addresses and hosts", () => {
    const files = folder({
      "harness.json": harness({
        tools: [
          { type: "remote_mcp", name: "news", config: { remoteMcp: { url: "{{NEWS}}/mcp" } } },
        ],
      }),
      "system-prompt.md": "Read {{NEWS}} for {{TEAM}}.",
      "console.json": JSON.stringify({
        variables: { NEWS: "https://news.example", TEAM: "platform" },
        browser: { hosts: ["{{HOSTS}}"] },
      }),
    });
    const { agent } = parseAgent(files, {
      variables: { NEWS: "http://127.0.0.1:4566", HOSTS: "127.0.0.1:4566, *.dev.to" },
    });
    expect(agent?.systemPrompt).toBe("Read http://127.0.0.1:4566 for platform.");
    expect(agent?.harness.tools[0]?.config).toEqual({
      remoteMcp: { url: "http://127.0.0.1:4566/mcp" },
    });
    expect(agent?.console.browser.hosts).toEqual(["127.0.0.1:4566", "*.dev.to"]);
  });

  test("a value is put in as it is, whatever it holds", () => {
    const files = folder({ "system-prompt.md": "A {{X}} b" });
    const variables = { X: "$& {{Y}} $1" };
    expect(parseAgent(files, { variables }).agent?.systemPrompt).toBe("A $& {{Y}} $1 b");
  });
});
