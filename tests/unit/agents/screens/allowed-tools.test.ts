import { describe, expect, it } from "vitest";
import { allowsAll, letsThrough, pickAllowed, toolsSetUp } from "@/lib/agents/allowed-tools";
import { isAllowed } from "@/server/agents/harness/tools/collect-tools";

const HARNESS = {
  tools: [
    { type: "agentcore_browser", name: "browser" },
    { type: "remote_mcp", name: "news" },
    { type: "inline_function", name: "ask" },
    { type: "of_tomorrow", name: "unknown" },
  ],
  skills: ["./skills/a"],
  memory: { mode: "managed" },
};
const SETTINGS = { builtins: ["shell"], mcpServers: { files: {} }, verbs: ["release_*"] };
const VERBS = ["audit_find", "release_read_log", "release_start"];
const TOOLS = toolsSetUp(HARNESS, SETTINGS, VERBS);
const tool = (entry: string) => {
  const found = TOOLS.find((each) => each.entry === entry);
  if (!found) throw new Error(`No tool ${entry}.`);
  return found;
};

describe("what is set up", () => {
  it("is named as allowedTools names it", () => {
    expect(TOOLS.map(({ entry, source }) => `${entry} ${source}`)).toEqual([
      "shell builtin",
      "browser browser",
      "@news mcp",
      "ask inline",
      "@files mcp",
      "release_read_log verb",
      "release_start verb",
      "load_skill skill",
      "remember memory",
      "recall memory",
      "forget memory",
    ]);
  });
  it("is read from half a configuration too", () => {
    const names = (harness: unknown, settings: unknown) =>
      toolsSetUp(harness, settings, VERBS).map(({ entry }) => entry);
    expect(names({}, {})).toEqual(["shell", "file_operations"]);
    expect(
      names({ tools: [null, { type: "remote_mcp" }], memory: { mode: "disabled" } }, { verbs: 1 }),
    ).toEqual(["shell", "file_operations"]);
    expect(names(undefined, undefined)).toHaveLength(2);
  });
});

describe("what an entry lets through", () => {
  it.each([
    ["shell", "shell", "all"],
    ["@builtin/shell", "shell", "all"],
    ["@builtin", "shell", "all"],
    ["@builtin/*", "browser", undefined],
    ["release_*", "release_start", "all"],
    ["release_*", "shell", undefined],
    ["@news", "@news", "all"],
    ["@news/*", "@news", "all"],
    ["news_*", "@news", "all"],
    ["n*", "@news", "all"],
    ["@news/read_*", "@news", "some"],
    ["news_read", "@news", "some"],
    ["@newsroom", "@news", undefined],
    ["news", "@news", undefined],
    [7, "shell", undefined],
  ] as const)("%s of %s: %s", (entry, name, through) => {
    expect(letsThrough(entry, tool(name))).toBe(through);
  });

  it("is what a run would load", () => {
    const entries = ["shell", "@builtin", "@builtin/sh*", "*_start", "@verb/release_*", "r*", "@x"];
    for (const entry of entries)
      for (const each of TOOLS.filter(({ source }) => source !== "mcp"))
        expect([entry, each.name, letsThrough(entry, each) === "all"]).toEqual([
          entry,
          each.name,
          isAllowed([entry], each),
        ]);
    for (const entry of ["@news", "@news/*", "news_*", "n*", "@files", "*news"])
      expect([entry, letsThrough(entry, tool("@news")) === "all"]).toEqual([
        entry,
        isAllowed([entry], { name: "news_anything", source: "mcp", server: "news" }),
      ]);
  });

  it("is all without a list, and with a star in it", () => {
    expect([undefined, ["*"], ["shell", "*"], [], ["shell"], "*"].map(allowsAll)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("picking one", () => {
  it("adds its name, and keeps what is no text to be mended", () => {
    expect(pickAllowed([7], tool("@news"), true, TOOLS)).toEqual([7, "@news"]);
  });
  it("takes it out of a glob, and keeps the others that it held", () => {
    expect(pickAllowed([7, "release_*", "ask"], tool("release_start"), false, TOOLS)).toEqual([
      7,
      "release_read_log",
      "ask",
    ]);
  });
  it("takes out all that names a server", () => {
    expect(pickAllowed(["@news/read_*", "news_x", "ask"], tool("@news"), false, TOOLS)).toEqual([
      "ask",
    ]);
  });
});
