import "server-only";
import { z } from "zod";
import { optional, orElse, url } from "./env-values";
import { parseWith } from "./parse-env";
import { PROMPT_SETTINGS } from "./prompt-env";

const LambdaEnv = z.object({
  REDIS_URL: url(["redis", "rediss", "unix"], "a redis:// URL"),
  AWS_REGION: optional(z.string()),
  AWS_ENDPOINT_URL: optional(url(["http", "https"], "an http(s) URL")),
  /** The namespace that the function answers in; the console's settings of it count where it has some. */
  SWITCHYARD_PROMPT_NAMESPACE: orElse(
    z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower case letters, digits and dashes, at most 40"),
    "default",
  ),
  ...PROMPT_SETTINGS,
});
export type LambdaEnv = z.infer<typeof LambdaEnv>;

/** Checks the function's settings. @throws EnvError */
export const parseLambdaEnv = (source: Record<string, string | undefined>): LambdaEnv =>
  parseWith(LambdaEnv, source);
