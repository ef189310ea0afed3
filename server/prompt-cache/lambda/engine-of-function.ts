import "server-only";
import { compress } from "@/lib/prompt-cache/compress";
import { guardPair } from "@/lib/prompt-cache/guards/guard-pair";
import { type Namespace, NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { bedrock } from "@/server/aws/bedrock-runtime/bedrock";
import { titanEmbedder } from "@/server/aws/bedrock-runtime/embedder";
import { lambdaEnv } from "@/server/platform/env";
import { log } from "@/server/platform/log";
import { readPrices } from "@/server/platform/prices/read-prices";
import { type RedisCommands, redisCommands } from "@/server/redis/commands";
import { openRedis, openWaitingRedis, untilReady } from "@/server/redis/open";
import { EmfWriter } from "../counters/emf";
import { createRecorder } from "../counters/recorder";
import { assemblePromptCache } from "../engine/assemble";
import { countTokens } from "../engine/count-tokens";
import type { PromptCache } from "../engine/parts";
import { wrongPairsIn } from "../labels/wrong-pairs";
import { readPublished } from "../namespaces/read-published";
import { sealingOf } from "../traces/sealing";
import { createIndexes } from "../vector/create-indexes";

export interface FunctionEngine {
  cache: PromptCache;
  /** The function's namespace, at most 5 s old. */
  namespace(): Promise<Namespace>;
  /** The model that answers when nobody names one. */
  modelId: string;
  /** Waits a little for Redis: a function that slept may have lost its connection. */
  wake(): Promise<void>;
  /** Sends what was counted: when an invocation has ended, the function may be frozen for ever. */
  flush(): Promise<void>;
}

const SETTINGS_MS = 5_000;
const WAKE_MS = 1_000;

/** The prompt cache of one function instance; made once, outside of the handler. @throws EnvError */
export function engineOfFunction(): FunctionEngine {
  const settings = lambdaEnv();
  const trouble = (error: Error) => log().warn({ error }, "Redis does not answer");
  const client = openRedis(settings.REDIS_URL, trouble);
  const commands = redisCommands(client);
  const runtime = bedrock();
  const emf =
    settings.SWITCHYARD_PROMPT_EMF === "on"
      ? new EmfWriter((line) => process.stdout.write(`${line}\n`))
      : undefined;
  const key = settings.SWITCHYARD_PROMPT_CACHE_KEY;
  const recorder = createRecorder({
    redis: () => client,
    ...(key && { sealing: sealingOf(key) }),
    onCounted: (namespace, cells) => emf?.add(namespace, cells),
  });
  const indexes = createIndexes({
    redis: {
      commands: () => client,
      connect: (name) => openWaitingRedis(settings.REDIS_URL, name, trouble),
    },
    // A cold function that loaded an index of its own would be slower than any search on the server.
    limits: { serverAbove: 0 },
    warn: (problem, facts) => log().warn(facts, problem),
  });
  const cache = assemblePromptCache({
    redis: commands,
    bedrock: runtime,
    embedder: titanEmbedder({
      send: runtime.send,
      modelId: settings.SWITCHYARD_EMBED_MODEL,
      dimensions: settings.SWITCHYARD_EMBED_DIMENSIONS,
    }),
    indexOf: indexes.indexOf,
    guard: guardPair,
    compress,
    countTokens,
    prices: readPrices(settings.SWITCHYARD_PROMPT_PRICES),
    recorder,
    wrongPairs: wrongPairsIn(commands),
    ...(key && { encryptionKey: key }),
  });
  const namespace = namespaceReader(commands, settings.SWITCHYARD_PROMPT_NAMESPACE);
  return {
    cache,
    modelId: settings.SWITCHYARD_PROMPT_MODEL,
    namespace,
    wake: () => untilReady(client, WAKE_MS),
    flush: async () => {
      await recorder.flush();
      emf?.flush();
    },
  };
}

/** Reads the namespace each 5 s. Without Redis the last word counts, and without one nothing is cached: its generation is not known. */
function namespaceReader(commands: RedisCommands, name: string): () => Promise<Namespace> {
  let known: { namespace: Namespace; at: number } | undefined;
  return async () => {
    if (known && performance.now() - known.at < SETTINGS_MS) return known.namespace;
    try {
      known = { namespace: await readPublished(commands, name), at: performance.now() };
      return known.namespace;
    } catch {
      const settings = NamespaceSettings.parse({ enabled: false });
      return known?.namespace ?? { name, generation: 1, settings };
    }
  };
}
