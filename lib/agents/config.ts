/**
 * An agent as files: `harness.json` in the format that the `agentcore` CLI reads and writes, and our
 * own settings beside it in `console.json` (the CLI drops keys that it does not know).
 */
import { z } from "zod";
import { TOOL_CLASSES } from "./tool";

export const AGENT_NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/;
export const AgentName = z
  .string()
  .regex(AGENT_NAME, "starts with a letter, then letters, digits and underscores, 40 at most");

/** As the `agentcore` CLI has it. */
const ToolName = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,64}$/, "has letters, digits, - and _ only, 64 at most");

const HarnessModel = z.looseObject({
  provider: z.enum(["bedrock", "open_ai", "gemini", "lite_llm"]),
  modelId: z.string().min(1).max(2_048),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxTokens: z.number().int().min(1).optional(),
});

export const TOOL_TYPES = [
  "remote_mcp",
  "agentcore_browser",
  "agentcore_gateway",
  "inline_function",
  "agentcore_code_interpreter",
] as const;

const HarnessTool = z.looseObject({
  type: z.enum(TOOL_TYPES),
  name: ToolName,
  config: z.looseObject({}).optional(),
});
export type HarnessTool = z.output<typeof HarnessTool>;

const HarnessSkill = z.union([
  z.string().min(1),
  z.looseObject({ s3Uri: z.string().min(1) }),
  z.looseObject({ gitUrl: z.string().min(1), path: z.string().optional() }),
  z.looseObject({ awsSkills: z.looseObject({}) }),
  z.looseObject({ path: z.string().min(1) }),
]);
export type HarnessSkill = z.output<typeof HarnessSkill>;

/** `harness.json`. Keys that are not named here are kept as they are. */
export const HarnessConfig = z.looseObject({
  name: AgentName,
  model: HarnessModel,
  systemPrompt: z.string().optional(),
  tools: z.array(HarnessTool).default([]),
  skills: z.array(HarnessSkill).default([]),
  /** `*`, `shell`, `@builtin/x`, `@server/glob`; all of them when absent. */
  allowedTools: z.array(z.string().min(1)).optional(),
  /** Without `mode` it names an existing one: what the CLI wrote before it had modes. */
  memory: z
    .looseObject({ mode: z.enum(["managed", "existing", "disabled"]).default("existing") })
    .optional(),
  truncation: z
    .looseObject({
      strategy: z.enum(["sliding_window", "summarization", "none"]),
      config: z.looseObject({}).optional(),
    })
    .optional(),
  maxIterations: z.number().int().min(1).optional(),
  maxTokens: z.number().int().min(1).optional(),
  timeoutSeconds: z.number().int().min(1).optional(),
  environmentVariables: z.record(z.string(), z.string()).optional(),
  authorizerType: z.enum(["AWS_IAM", "CUSTOM_JWT"]).optional(),
});
export type HarnessConfig = z.output<typeof HarnessConfig>;

/** The first rule that fits a call counts; then `approvals.classes`. */
const ApprovalRule = z.strictObject({
  /** A tool's name or glob: `release_*`, `@news/*`. */
  tool: z.string().min(1),
  action: z.enum(["allow", "ask", "deny"]),
  /** `other`: whoever invoked the agent may not decide it. */
  who: z.enum(["anyone", "other"]).optional(),
});

/** `console.json`: what the console adds. */
export const ConsoleConfig = z.strictObject({
  description: z.string().max(500).optional(),
  /** What people may press instead of typing. */
  starters: z.array(z.string().min(1).max(500)).max(8).default([]),
  /** The console's own verbs that it may use: `release_read_pipeline`, `release_*`. */
  verbs: z.array(z.string().min(1)).default([]),
  /** `shell`, `file_operations`; both when absent. */
  builtins: z.array(z.enum(["shell", "file_operations"])).default(["shell", "file_operations"]),
  /** Class of what cannot say its own: MCP, gateway and inline tools, by name or glob (`@server/tool`). */
  classes: z.record(z.string(), z.enum(TOOL_CLASSES)).default({}),
  /** MCP servers over stdio; `harness.json` has only remote ones. They run in the sandbox. */
  mcpServers: z
    .record(
      ToolName,
      z.strictObject({
        command: z.string().min(1),
        args: z.array(z.string()).default([]),
        env: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default({}),
  /** Schemas' handlers of inline functions: a command in the sandbox that reads JSON and writes JSON. Without one a person answers. */
  inline: z.record(ToolName, z.strictObject({ command: z.string().min(1) })).default({}),
  browser: z
    .strictObject({
      /** Hosts (with port where it is none of 80, 443) that it may read without asking: `news.ycombinator.com`, `*.dev.to`. */
      hosts: z.array(z.string().min(1)).default([]),
    })
    .default({ hosts: [] }),
  approvals: z
    .strictObject({
      rules: z.array(ApprovalRule).default([]),
      /** What happens to a class that no rule fits. */
      classes: z
        .strictObject({
          read: z.enum(["allow", "ask", "deny"]).default("allow"),
          change: z.enum(["ask", "deny"]).default("ask"),
          destroy: z.enum(["ask", "deny"]).default("ask"),
        })
        .default({ read: "allow", change: "ask", destroy: "ask" }),
      /** A request that nobody decides is a refusal after this. */
      expiresSeconds: z.number().int().min(5).max(604_800).default(3_600),
    })
    .default({
      rules: [],
      classes: { read: "allow", change: "ask", destroy: "ask" },
      expiresSeconds: 3_600,
    }),
  budget: z
    .strictObject({
      usd: z.number().positive().max(1_000).optional(),
      totalTokens: z.number().int().positive().optional(),
    })
    .default({}),
  sandbox: z
    .strictObject({
      memoryMb: z.number().int().min(64).max(16_384).optional(),
      cpuSeconds: z.number().int().min(1).max(3_600).optional(),
      processes: z.number().int().min(4).max(1_024).optional(),
      diskMb: z.number().int().min(1).max(10_240).optional(),
      timeoutMs: z.number().int().min(1_000).max(900_000).optional(),
    })
    .default({}),
  /** The prompt cache of the console stands in front of Bedrock, in this namespace. */
  promptCache: z.strictObject({ namespace: z.string().min(1) }).optional(),
  /** Models that people may switch to in a session; the configured one is always there. */
  models: z
    .array(
      z.strictObject({
        provider: z.enum(["bedrock", "open_ai", "gemini"]),
        modelId: z.string().min(1).max(2_048),
      }),
    )
    .default([]),
  /**
   * What stands for `{{NAME}}` in the system prompt, the starters, the tools' `config`, `mcpServers`
   * and `browser.hosts`: sources and addresses that differ by place.
   */
  variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).default({}),
});
export type ConsoleConfig = z.output<typeof ConsoleConfig>;

/** Files of an agent's folder by their path: `harness.json`, `system-prompt.md`, `console.json`, `skills/…`. Text only. */
export type AgentFiles = Record<string, string>;

/** An agent's folder, understood. */
export interface AgentDefinition {
  name: string;
  version: number;
  harness: HarnessConfig;
  console: ConsoleConfig;
  /** With its variables put in. */
  systemPrompt: string;
  files: AgentFiles;
  /** SHA-256 over the files, hex. */
  hash: string;
  /** `folder` or the e-mail address of who saved it. */
  savedBy: string;
  savedAt: string;
  note?: string;
}
