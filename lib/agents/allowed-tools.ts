/** Picking what `allowedTools` lets through, where it also takes globs: `release_*`, `@server/read_*`. */
import { valueAt } from "./agent-draft";
import { matchesName } from "./match-name";
import { isPicked } from "./pick-verbs";
import type { ToolSource } from "./tool";

/** A tool that the files set up, or a server with all of its tools, whose names only it knows. */
export interface SetUpTool {
  /** What names it in `allowedTools`: `shell`, `@news`. */
  entry: string;
  /** Of the tool, or of the server. */
  name: string;
  source: ToolSource;
}

const SOURCES: Record<string, ToolSource> = {
  remote_mcp: "mcp",
  agentcore_gateway: "gateway",
  agentcore_browser: "browser",
  agentcore_code_interpreter: "code_interpreter",
  inline_function: "inline",
};
const BUILTINS = ["shell", "file_operations"];
const MEMORY = ["remember", "recall", "forget"];

/** All that the two files set up, as they stand: half a configuration gives half of it. */
export function toolsSetUp(
  harness: unknown,
  settings: unknown,
  verbs: readonly string[],
): SetUpTool[] {
  const tools = list(valueAt(harness, ["tools"])).flatMap((tool): SetUpTool[] => {
    const name = valueAt(tool, ["name"]);
    const source = SOURCES[String(valueAt(tool, ["type"]))];
    return typeof name === "string" && name !== "" && source ? [setUp(name, source)] : [];
  });
  const builtins = valueAt(settings, ["builtins"]);
  const globs = texts(valueAt(settings, ["verbs"]));
  const servers = valueAt(settings, ["mcpServers"]);
  const memory = valueAt(harness, ["memory"]);
  return [
    ...(builtins === undefined ? BUILTINS : texts(builtins)).map((name) => setUp(name, "builtin")),
    ...tools,
    ...(isObject(servers) ? Object.keys(servers).map((name) => setUp(name, "mcp")) : []),
    ...verbs.filter((verb) => isPicked(globs, verb)).map((name) => setUp(name, "verb")),
    ...(list(valueAt(harness, ["skills"])).length > 0 ? [setUp("load_skill", "skill")] : []),
    ...(isObject(memory) && memory.mode !== "disabled"
      ? MEMORY.map((name) => setUp(name, "memory"))
      : []),
  ];
}

const isServer = ({ source }: Pick<SetUpTool, "source">): boolean =>
  source === "mcp" || source === "gateway";

const setUp = (name: string, source: ToolSource): SetUpTool => ({
  entry: isServer({ source }) ? `@${name}` : name,
  name,
  source,
});

/** Without a list everything may be used, and with `*` in it. */
export const allowsAll = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.includes("*"));

/** What an entry lets through of a tool, or of a server's tools. */
export function letsThrough(entry: unknown, tool: SetUpTool): "all" | "some" | undefined {
  if (typeof entry !== "string") return undefined;
  const place = entry.startsWith("@") ? entry.slice(1).split("/") : undefined;
  if (!isServer(tool)) {
    const [source, glob = "*"] = place ?? [tool.source, entry];
    return source === tool.source && matchesName(glob, tool.name) ? "all" : undefined;
  }
  // As the model calls it, a server's tool has the server's name before its own.
  const inside = `${tool.name}_`;
  if (!place)
    return /^[^*]*\*$/.test(entry) && inside.startsWith(entry.slice(0, -1))
      ? "all"
      : entry.startsWith(inside)
        ? "some"
        : undefined;
  const [server, glob = "*"] = place;
  return server === tool.name ? (glob === "*" ? "all" : "some") : undefined;
}

/** With or without one of the tools. A glob that let it through is replaced by the others that it held. */
export function pickAllowed(
  entries: readonly unknown[],
  tool: SetUpTool,
  on: boolean,
  all: readonly SetUpTool[],
): unknown[] {
  if (on) return [...entries, tool.entry];
  const left = entries.flatMap((entry) =>
    letsThrough(entry, tool)
      ? all
          .filter((each) => each.entry !== tool.entry && letsThrough(entry, each) === "all")
          .map((each) => each.entry)
      : [entry],
  );
  return [...new Set(left)];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).filter((each) => typeof each === "string");
