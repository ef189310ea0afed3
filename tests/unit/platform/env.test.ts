import { expect, test } from "vitest";
import { EnvError, parseEnv } from "@/server/platform/env";
import { consoleEnv } from "../../fixtures/set-console-env";

const KEY_SENTENCE = "SWITCHYARD_PROMPT_CACHE_KEY must be 32 random bytes in base64.";

const messageOf = (over: Record<string, string | undefined>): string => {
  try {
    parseEnv(consoleEnv(over));
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return "";
};

test("the settings of a laptop are enough", () => {
  expect(parseEnv(consoleEnv())).toMatchObject({ SWITCHYARD_LOCAL_ACCOUNTS: "on" });
});

test("the prompt cache has models of its own choice, and a key of 32 bytes where one is given", () => {
  const key = Buffer.alloc(32, 5);
  expect(parseEnv(consoleEnv({ SWITCHYARD_EMBED_MODEL: "" }))).toMatchObject({
    SWITCHYARD_PROMPT_MODEL: "amazon.nova-micro-v1:0",
    SWITCHYARD_EMBED_MODEL: "amazon.titan-embed-text-v2:0",
    SWITCHYARD_EMBED_DIMENSIONS: 1024,
  });
  const given = parseEnv(consoleEnv({ SWITCHYARD_PROMPT_CACHE_KEY: key.toString("base64") }));
  expect(given.SWITCHYARD_PROMPT_CACHE_KEY).toEqual(key);
});

test("empty settings count as unset", () => {
  const env = parseEnv(consoleEnv({ SWITCHYARD_OIDC_ISSUER: "", SWITCHYARD_LOG_LEVEL: "" }));
  expect(env.SWITCHYARD_OIDC_ISSUER).toBeUndefined();
  expect(env.SWITCHYARD_LOG_LEVEL).toBeUndefined();
});

test.each([
  ["DATABASE_URL", undefined, "DATABASE_URL must be set to a postgres:// URL."],
  ["DATABASE_URL", "mysql://root:hunter2@db/x", "DATABASE_URL must be a postgres:// URL."],
  ["REDIS_URL", "hunter2", "REDIS_URL must be a redis:// URL."],
  ["NEXTAUTH_URL", "console.example", "NEXTAUTH_URL must be the console's own http(s) address."],
  ["NEXTAUTH_URL", "https://a.example/b", "NEXTAUTH_URL must be an origin without a path."],
  [
    "NEXTAUTH_SECRET",
    undefined,
    "NEXTAUTH_SECRET must be set to a random text of at least 32 characters.",
  ],
  ["NEXTAUTH_SECRET", "hunter2", "NEXTAUTH_SECRET must have at least 32 characters."],
  ["SWITCHYARD_LOCAL_ACCOUNTS", "hunter2", "SWITCHYARD_LOCAL_ACCOUNTS must be on or off."],
  ["SWITCHYARD_OIDC_ROLE_MAP", "{hunter2", "SWITCHYARD_OIDC_ROLE_MAP must be JSON."],
  [
    "SWITCHYARD_LOG_LEVEL",
    "hunter2",
    "SWITCHYARD_LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.",
  ],
  [
    "SWITCHYARD_METRICS_TOKEN",
    "hunter2",
    "SWITCHYARD_METRICS_TOKEN must have at least 16 characters and no blanks.",
  ],
  ["SWITCHYARD_PROMPT_CACHE_KEY", "hunter2", KEY_SENTENCE],
  [
    "SWITCHYARD_PROMPT_WARM_UP",
    "hunter2",
    "SWITCHYARD_PROMPT_WARM_UP must be namespace:file, several separated by commas.",
  ],
  // 31 bytes, then 33.
  ["SWITCHYARD_PROMPT_CACHE_KEY", Buffer.alloc(31).toString("base64"), KEY_SENTENCE],
  ["SWITCHYARD_PROMPT_CACHE_KEY", Buffer.alloc(33).toString("base64"), KEY_SENTENCE],
  [
    "SWITCHYARD_EMBED_DIMENSIONS",
    "hunter2",
    "SWITCHYARD_EMBED_DIMENSIONS must be a number of dimensions.",
  ],
  [
    "SWITCHYARD_TRUSTED_PROXIES",
    "hunter2",
    "SWITCHYARD_TRUSTED_PROXIES must be the number of proxies in front of the console.",
  ],
])("a bad %s (%s) is told in one sentence without the value", (name, value, sentence) => {
  expect(messageOf({ [name]: value })).toBe(sentence);
});

test("a role map must name roles that exist", () => {
  expect(messageOf({ SWITCHYARD_OIDC_ROLE_MAP: '{"ops":"hunter2"}' })).toMatch(
    /^SWITCHYARD_OIDC_ROLE_MAP [^2]*\.$/,
  );
});

test("without a way to sign in it does not start", () => {
  expect(messageOf({ SWITCHYARD_LOCAL_ACCOUNTS: "off" })).toBe(
    "SWITCHYARD_LOCAL_ACCOUNTS must be on when SWITCHYARD_OIDC_ISSUER is not set, or nobody can sign in.",
  );
});

test("an issuer needs its client", () => {
  const issuer = { SWITCHYARD_OIDC_ISSUER: "https://id.example" };
  expect(messageOf(issuer)).toContain("SWITCHYARD_OIDC_CLIENT_ID must be set");
  expect(messageOf({ ...issuer, SWITCHYARD_OIDC_CLIENT_ID: "a" })).toContain(
    "SWITCHYARD_OIDC_CLIENT_SECRET must be set",
  );
});
