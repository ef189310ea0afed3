import "server-only";
import { z } from "zod";
import { ROLES } from "@/lib/platform/permissions";
import { AGENT_SETTINGS } from "./agent-env";
import { AMI_SETTINGS } from "./ami-env";
import { optional, url } from "./env-values";
import { type LambdaEnv, parseLambdaEnv } from "./lambda-env";
import { EnvError, parseWith } from "./parse-env";
import { PROMPT_SETTINGS } from "./prompt-env";
import { secretsOf } from "./secrets-of";
import { warmUpFiles } from "./warm-up-files";

const LogLevel = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
  error: "must be one of trace, debug, info, warn, error, fatal, silent",
});

const RoleMap = z
  .string()
  .transform((text, ctx): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      ctx.addIssue({ code: "custom", message: "must be JSON" });
      return z.NEVER;
    }
  })
  .pipe(
    z.record(z.string().min(1), z.enum(ROLES), {
      error: `must map each group to one of ${ROLES.join(", ")}`,
    }),
  );

const DATABASE_SETTINGS = { DATABASE_URL: url(["postgres", "postgresql"], "a postgres:// URL") };

const Env = z
  .object({
    ...DATABASE_SETTINGS,
    REDIS_URL: url(["redis", "rediss", "unix"], "a redis:// URL"),
    NEXTAUTH_URL: url(["http", "https"], "the console's own http(s) address").refine(
      (value) => !URL.canParse(value) || new URL(value).pathname === "/",
      { error: "must be an origin without a path" },
    ),
    NEXTAUTH_SECRET: z
      .string({ error: "must be set to a random text of at least 32 characters" })
      .min(32, { error: "must have at least 32 characters" }),
    AWS_REGION: optional(z.string()),
    AWS_ENDPOINT_URL: optional(url(["http", "https"], "an http(s) URL")),
    SWITCHYARD_EVENTS_QUEUE_URL: optional(url(["http", "https"], "an SQS queue URL")),
    SWITCHYARD_OIDC_ISSUER: optional(url(["http", "https"], "the OpenID provider's issuer URL")),
    SWITCHYARD_OIDC_CLIENT_ID: optional(z.string()),
    SWITCHYARD_OIDC_CLIENT_SECRET: optional(z.string()),
    SWITCHYARD_OIDC_NAME: optional(z.string().max(40)),
    SWITCHYARD_OIDC_SCOPE: optional(
      z.string().refine((scope) => scope.split(/\s+/).includes("openid"), {
        error: "must contain the scope openid",
      }),
    ),
    SWITCHYARD_OIDC_ROLE_CLAIM: optional(z.string()),
    SWITCHYARD_OIDC_ROLE_MAP: optional(RoleMap),
    SWITCHYARD_LOCAL_ACCOUNTS: optional(
      z.enum(["on", "off"], { error: "must be on or off" }).default("off"),
    ),
    SWITCHYARD_SEED_USERS_FILE: optional(z.string()),
    SWITCHYARD_SESSION_HOURS: optional(
      z.coerce
        .number({ error: "must be a number of hours" })
        .min(0.05, { error: "must be between 0.05 and 720 hours" })
        .max(720, { error: "must be between 0.05 and 720 hours" }),
    ),
    SWITCHYARD_TRUSTED_PROXIES: optional(
      z.coerce
        .number({ error: "must be the number of proxies in front of the console" })
        .int({ error: "must be a whole number" })
        .min(0, { error: "must be between 0 and 5" })
        .max(5, { error: "must be between 0 and 5" }),
    ),
    ...PROMPT_SETTINGS,
    ...AMI_SETTINGS,
    ...AGENT_SETTINGS,
    SWITCHYARD_SEED_PROMPT_KEYS_FILE: optional(z.string()),
    /** `namespace:file`, several by commas: what is warmed up at the start. */
    SWITCHYARD_PROMPT_WARM_UP: optional(warmUpFiles),
    /** The bearer token of who collects `/api/metrics`. */
    SWITCHYARD_METRICS_TOKEN: optional(
      z.string().regex(/^\S{16,}$/, { error: "must have at least 16 characters and no blanks" }),
    ),
    SWITCHYARD_LOG_LEVEL: optional(LogLevel),
    NODE_ENV: optional(z.string()),
  })
  .superRefine((env, ctx) => {
    const need = (path: string, message: string) =>
      ctx.addIssue({ code: "custom", path: [path], message });
    if (env.SWITCHYARD_OIDC_ISSUER) {
      if (!env.SWITCHYARD_OIDC_CLIENT_ID)
        need("SWITCHYARD_OIDC_CLIENT_ID", "must be set when SWITCHYARD_OIDC_ISSUER is");
      if (!env.SWITCHYARD_OIDC_CLIENT_SECRET)
        need("SWITCHYARD_OIDC_CLIENT_SECRET", "must be set when SWITCHYARD_OIDC_ISSUER is");
    } else if (env.SWITCHYARD_LOCAL_ACCOUNTS !== "on") {
      need(
        "SWITCHYARD_LOCAL_ACCOUNTS",
        "must be on when SWITCHYARD_OIDC_ISSUER is not set, or nobody can sign in",
      );
    }
  });

export type Env = z.infer<typeof Env>;

const AmiEnv = z.object(AMI_SETTINGS);
const AgentEnv = z.object(AGENT_SETTINGS);
export type AgentSettings = z.output<typeof AgentEnv>;
export type AmiSettings = z.infer<typeof AmiEnv>;

export { EnvError };

/**
 * Checks the settings of `source`.
 * @throws EnvError naming the first bad variable and what it must be, never its value.
 */
export const parseEnv = (source: Record<string, string | undefined>): Env => parseWith(Env, source);

let parsed: Env | undefined;

/** The console's settings, parsed once per process; the only place that reads `process.env`. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** The settings of the Lambda function, which has neither a database nor people. */
export const lambdaEnv = (): LambdaEnv => parseLambdaEnv(process.env);

/** The settings of AMI updates alone: the functions of that workflow have no console's. @throws EnvError */
/** What agents are told; in the console and in the runtime process alike. */
export const agentSettings = (): AgentSettings => parseWith(AgentEnv, process.env);

/** A secret that agents' configurations may name; no other value of the environment is theirs to name. */
export const agentSecret = (name: string): string | undefined =>
  process.env[`SWITCHYARD_AGENTS_SECRET_${name}`] || undefined;

const RuntimeEnv = z.object({
  /** AgentCore's contract says 8080; 0 takes a free one on loopback and tells it. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(8_080),
  ENDS_WITH_STDIN: optional(z.string()),
  /** The harness of invocations that are a prompt only, as AgentCore's API has it, in JSON. */
  SWITCHYARD_RUNTIME_HARNESS: optional(z.string()),
});

/** What the runtime process of agents is told beside `agentSettings`. */
export const runtimeEnv = (): z.output<typeof RuntimeEnv> => parseWith(RuntimeEnv, process.env);

export const amiSettings = (): AmiSettings => parseWith(AmiEnv, process.env);

/** Where PostgreSQL is, in whichever process: a function that keeps records has no console's settings. @throws EnvError */
export const databaseUrl = (): string =>
  parsed?.DATABASE_URL ?? parseWith(z.object(DATABASE_SETTINGS), process.env).DATABASE_URL;

/** How much is logged, in whichever process: a function has no console's settings to be checked. */
export const logLevel = (): z.infer<typeof LogLevel> =>
  LogLevel.catch("info").parse(process.env.SWITCHYARD_LOG_LEVEL);

/** The secret values of this process's environment, to be hidden in what agents' tools say. */
export const environmentSecrets = (): string[] => secretsOf(process.env);

export const isHttps = (): boolean => new URL(env().NEXTAUTH_URL).protocol === "https:";
export const isDevelopment = (): boolean => process.env.NODE_ENV === "development";
