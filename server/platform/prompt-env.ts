import "server-only";
import { z } from "zod";
import { optional, orElse } from "./env-values";

const KEY_BYTES = 32;

/** What the prompt cache is told wherever it runs: in the console and in a Lambda function. */
export const PROMPT_SETTINGS = {
  /** Encrypts entries at rest and signing secrets. Base64 of 32 bytes. */
  SWITCHYARD_PROMPT_CACHE_KEY: optional(
    z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=?$/, "must be 32 random bytes in base64")
      .transform((text) => Buffer.from(text, "base64"))
      .refine((key) => key.length === KEY_BYTES, { error: "must be 32 random bytes in base64" }),
  ),
  /** Answers `/api/prompts`, the playground and warm-up when nobody names a model. */
  SWITCHYARD_PROMPT_MODEL: orElse(z.string().max(2_048), "amazon.nova-micro-v1:0"),
  SWITCHYARD_EMBED_MODEL: orElse(z.string().max(2_048), "amazon.titan-embed-text-v2:0"),
  SWITCHYARD_EMBED_DIMENSIONS: orElse(
    z.coerce
      .number({ error: "must be a number of dimensions" })
      .int({ error: "must be a whole number" })
      .min(32, { error: "must be between 32 and 4096" })
      .max(4_096, { error: "must be between 32 and 4096" }),
    "1024",
  ),
  /** A JSON file: model id → {input, output} in US dollars per million tokens; `*` for the rest. */
  SWITCHYARD_PROMPT_PRICES: optional(z.string()),
  /** `on`: counters are also written to standard output as CloudWatch metrics (embedded metric format). */
  SWITCHYARD_PROMPT_EMF: optional(z.enum(["on", "off"], { error: "must be on or off" })),
};
