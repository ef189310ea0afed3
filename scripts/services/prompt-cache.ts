import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writePrivate } from "../demo/secrets.ts";

/** What a program needs to send its prompts through the console; `<state-dir>/prompt-key.json`. */
export interface PromptKeyFile {
  /** For `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** For `POST /api/prompts`. */
  promptsUrl: string;
  token: string;
  namespace: string;
  modelId: string;
}

const NAMESPACE = "support";
const MODEL = "lab.text-v1";
/** Enough for a load player; the console's own default is made for applications. */
const RATE_PER_MINUTE = 60_000;

/**
 * Makes the lab's namespace and keys once per state directory, and gives the console's settings for
 * them. The console takes the keys in at its start, like the accounts.
 */
export function preparePromptCache(
  stateDir: string,
  { url, encryptionKey }: { url: string; encryptionKey: string },
): Record<string, string> {
  const keyFile = join(stateDir, "prompt-key.json");
  const key: PromptKeyFile = {
    ...(readKey(keyFile) ?? newKey()),
    // The console may listen elsewhere this time.
    endpoint: `${url}/api/bedrock`,
    promptsUrl: `${url}/api/prompts`,
  };
  writePrivate(keyFile, JSON.stringify(key, undefined, 2));
  const seedFile = join(stateDir, "prompt-seed.json");
  writePrivate(seedFile, JSON.stringify(seedOf(key), undefined, 2));
  const pricesFile = join(stateDir, "prompt-prices.json");
  writePrivate(pricesFile, JSON.stringify(LAB_PRICES, undefined, 2));
  return {
    SWITCHYARD_PROMPT_CACHE_KEY: encryptionKey,
    SWITCHYARD_PROMPT_MODEL: MODEL,
    SWITCHYARD_EMBED_MODEL: "lab.embed-v1",
    SWITCHYARD_EMBED_DIMENSIONS: "1024",
    SWITCHYARD_PROMPT_PRICES: pricesFile,
    SWITCHYARD_SEED_PROMPT_KEYS_FILE: seedFile,
  };
}

/** As dear as the models they stand in for, so that the figures mean something. */
const LAB_PRICES = {
  "lab.text-v1": { input: 0.035, output: 0.14 },
  "lab.text-v2": { input: 0.8, output: 3.2 },
  "lab.operator-v1": { input: 1, output: 5 },
  "lab.gullible-v1": { input: 1, output: 5 },
  "lab.loops-v1": { input: 1, output: 5 },
  "lab.embed-v1": { input: 0.02, output: 0 },
};

/** The lab embeds by words: it needs a threshold of its own. Questions in prose may be folded. */
const seedOf = ({ accessKeyId, secretAccessKey, token, namespace }: PromptKeyFile) => ({
  namespaces: [{ name: namespace, settings: { foldCase: true, semantic: { threshold: 0.85 } } }],
  keys: [
    {
      name: "Lab",
      namespaces: [namespace],
      ratePerMinute: RATE_PER_MINUTE,
      accessKeyId,
      secretAccessKey,
    },
    { name: "Lab, by HTTP", namespaces: [namespace], ratePerMinute: RATE_PER_MINUTE, token },
  ],
});

function readKey(path: string): ReturnType<typeof newKey> | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** In the console's own forms, which its seed checks. */
function newKey() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const id = [...randomBytes(16)].map((byte) => letters[byte % 32]).join("");
  return {
    region: "us-east-1",
    accessKeyId: `SYAK${id}`,
    secretAccessKey: randomBytes(30).toString("base64url"),
    token: `sy_${randomBytes(32).toString("base64url")}`,
    namespace: NAMESPACE,
    modelId: MODEL,
  };
}
