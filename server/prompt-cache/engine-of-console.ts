import "server-only";
import { compress } from "@/lib/prompt-cache/compress";
import { guardPair } from "@/lib/prompt-cache/guards/guard-pair";
import { bedrock } from "@/server/aws/bedrock-runtime/bedrock";
import { titanEmbedder } from "@/server/aws/bedrock-runtime/embedder";
import { env } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import { readPrices } from "@/server/platform/prices/read-prices";
import { onShutdown } from "@/server/platform/shutdown";
import { redis, redisBytes, redisConnection } from "@/server/redis";
import { promptRecorder } from "./counters/process-recorder";
import { assemblePromptCache } from "./engine/assemble";
import type { Embedder, IndexOf } from "./engine/contracts";
import { countTokens } from "./engine/count-tokens";
import type { PromptCache } from "./engine/parts";
import { wrongPairsIn } from "./labels/wrong-pairs";
import { createIndexes } from "./vector/create-indexes";
import type { Indexes } from "./vector/indexes";

const consoleBedrock = () => held("prompt-cache.bedrock", () => bedrock());

const consoleEmbedder = (): Embedder =>
  held("prompt-cache.embedder", () => {
    const settings = env();
    return titanEmbedder({
      send: consoleBedrock().send,
      modelId: settings.SWITCHYARD_EMBED_MODEL,
      dimensions: settings.SWITCHYARD_EMBED_DIMENSIONS,
    });
  });

const consoleIndexes = (): Indexes =>
  held("prompt-cache.indexes", () =>
    createIndexes({
      redis: { commands: redis, connect: redisConnection },
      warn: (problem, facts) => log().warn(facts, problem),
    }),
  );

/** The console's prompt cache: one per process, made at first use, closed when the process ends. */
export const consolePromptCache = (): PromptCache =>
  held("prompt-cache.engine", () => {
    const settings = env();
    const indexes = consoleIndexes();
    const cache = assemblePromptCache({
      redis: redisBytes(),
      bedrock: consoleBedrock(),
      embedder: consoleEmbedder(),
      indexOf: indexes.indexOf,
      guard: guardPair,
      compress,
      countTokens,
      prices: readPrices(settings.SWITCHYARD_PROMPT_PRICES),
      recorder: promptRecorder(),
      wrongPairs: wrongPairsIn(redisBytes()),
      ...(settings.SWITCHYARD_PROMPT_CACHE_KEY && {
        encryptionKey: settings.SWITCHYARD_PROMPT_CACHE_KEY,
      }),
    });
    onShutdown(async () => {
      await cache.close();
      // What ended only now is counted too.
      await promptRecorder().flush();
      await indexes.close();
    });
    return cache;
  });

/** How the console's screens search by meaning. The engine is made with it, because it closes both. */
export function consoleSearch(): { embedder: Embedder; indexOf: IndexOf } {
  consolePromptCache();
  return { embedder: consoleEmbedder(), indexOf: consoleIndexes().indexOf };
}
