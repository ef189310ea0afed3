import type { AgentFiles, ConsoleConfig, HarnessConfig } from "./config";
import { matchesName } from "./match-name";
import { readSkill, skillPathOf } from "./skill-files";
import type { Unresolved } from "./tool";

/**
 * What the configuration names and that cannot load, as far as the files alone tell; what servers
 * offer is known only when they are asked. `verbs`: names of the console's own, where they are known.
 */
export function findUnresolved(
  {
    harness,
    console: settings,
    files,
  }: {
    harness: HarnessConfig;
    console: ConsoleConfig;
    files: AgentFiles;
  },
  verbs?: readonly string[],
): Unresolved[] {
  return [
    ...modelProblem(harness),
    ...unclassified(harness, settings),
    ...harness.skills.flatMap((skill) => unresolvedSkill(skill, files)),
    ...(verbs
      ? settings.verbs.filter((glob) => !verbs.some((verb) => matchesName(glob, verb)))
      : []
    ).map((name) => ({ name, why: "No verb of the console has this name." })),
    ...unknownAllowed(harness, settings),
  ];
}

const modelProblem = ({ model }: HarnessConfig): Unresolved[] =>
  model.provider === "lite_llm"
    ? [
        {
          name: model.modelId,
          why: "Models through LiteLLM run on AgentCore only: here there are bedrock, open_ai and gemini.",
        },
      ]
    : [];

/** A tool that has no class does not load; of a server's tools at least one must have one. */
function unclassified(harness: HarnessConfig, settings: ConsoleConfig): Unresolved[] {
  const classes = Object.keys(settings.classes);
  const servers = [
    ...harness.tools
      .filter(({ type }) => type === "remote_mcp" || type === "agentcore_gateway")
      .map(({ name }) => name),
    ...Object.keys(settings.mcpServers),
  ];
  const inline = harness.tools.filter(({ type }) => type === "inline_function");
  return [
    ...servers
      .filter(
        (name) =>
          !classes.some((glob) => matchesName(serverOf(glob), name) || glob.startsWith(`${name}_`)),
      )
      .map((name) => ({
        name: `@${name}/*`,
        why: `No tool of ${name} has a class in console.json (classes): read, change or destroy.`,
      })),
    ...inline
      .filter(({ name }) => !classes.some((glob) => matchesName(glob, name)))
      .map(({ name }) => ({
        name,
        why: `${name} has no class in console.json (classes): read, change or destroy.`,
      })),
  ];
}

/** `@news/read_*` → `news`; `*` fits every server. */
const serverOf = (glob: string): string =>
  glob === "*" ? "*" : (/^@([^/]+)/.exec(glob)?.[1] ?? "");

function unresolvedSkill(skill: HarnessConfig["skills"][number], files: AgentFiles): Unresolved[] {
  const path = skillPathOf(skill);
  if (path === undefined) {
    const from = typeof skill === "string" ? {} : skill;
    const [name, where] =
      "s3Uri" in from
        ? [String(from.s3Uri), "S3"]
        : "gitUrl" in from
          ? [String(from.gitUrl), "Git"]
          : ["awsSkills", "AWS"];
    return [
      {
        name,
        why: `Skills from ${where} are fetched on AgentCore only: here a skill is a folder of the agent.`,
      },
    ];
  }
  const read = readSkill(files, path);
  return "why" in read ? [{ name: path, why: read.why }] : [];
}

/** Entries of `allowedTools` that can let nothing pass. What verbs are called is not known here. */
function unknownAllowed(harness: HarnessConfig, settings: ConsoleConfig): Unresolved[] {
  const names = [
    ...settings.builtins,
    ...harness.tools.map(({ name }) => name),
    ...Object.keys(settings.mcpServers),
    "load_skill",
    "remember",
    "recall",
    "forget",
  ];
  return (harness.allowedTools ?? [])
    .filter((entry) => {
      if (entry === "*") return false;
      const server = /^@([^/]+)(?:\/(.+))?$/.exec(entry);
      const [, scope = "", rest = "*"] = server ?? [];
      if (server && scope !== "builtin") return !names.some((name) => matchesName(scope, name));
      const glob = server ? rest : entry;
      return !names.some((name) => matchesName(glob, name)) && settings.verbs.length === 0;
    })
    .map((name) => ({ name, why: "allowedTools names it, but the agent has no such tool." }));
}
