import { Redis } from "ioredis";
import { compress } from "@/lib/prompt-cache/compress";
import { guardPair } from "@/lib/prompt-cache/guards/guard-pair";
import { bedrock } from "@/server/aws/bedrock-runtime/bedrock";
import { makeBedrockClient } from "@/server/aws/bedrock-runtime/client";
import { titanEmbedder } from "@/server/aws/bedrock-runtime/embedder";
import { DEFAULT_PRICES } from "@/server/platform/prices/default-prices";
import { createRecorder } from "@/server/prompt-cache/counters/recorder";
import { assemblePromptCache } from "@/server/prompt-cache/engine/assemble";
import type { Embedder } from "@/server/prompt-cache/engine/contracts";
import { countTokens } from "@/server/prompt-cache/engine/count-tokens";
import { wrongPairsIn } from "@/server/prompt-cache/labels/wrong-pairs";
import { createIndexes } from "@/server/prompt-cache/vector/create-indexes";
import { redisCommands } from "@/server/redis/commands";
import { aNamespace } from "../../fixtures/prompt-engine/an-engine";
import { indexRedis } from "../../integration/prompt-cache/index-contract/a-store";

export const DIMS = 1_024;
/** As the console has it: threshold 0.90, guards on; `process` because these servers have no search. */
export const namespace = aNamespace("bench", { semantic: { index: "process" } });

/** The cache as the console puts it together, with and without its recorder, over one connection. */
export function benchEngine(at: { redis: string; bedrock: string }) {
  const connections = indexRedis(at.redis);
  // As `redisBytes` connects; `plain` with nothing but ioredis' own settings.
  const client = new Redis(at.redis, { connectTimeout: 1_000, maxRetriesPerRequest: 0 });
  const plain = new Redis(at.redis);
  const commands = redisCommands(client, 1_000);
  const model = bedrock({
    client: makeBedrockClient({
      endpoint: at.bedrock,
      region: "us-east-1",
      credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    }),
  });
  const embedder: Embedder = titanEmbedder({
    send: model.send,
    modelId: "amazon.titan-embed-text-v2:0",
    dimensions: DIMS,
  });
  const indexes = createIndexes({ redis: connections, limits: { loadWaitMs: 600_000 } });
  const recorder = createRecorder({ redis: connections.commands });
  const parts = {
    redis: commands,
    bedrock: model,
    embedder,
    indexOf: indexes.indexOf,
    guard: guardPair,
    compress,
    countTokens,
    prices: DEFAULT_PRICES,
    wrongPairs: wrongPairsIn(commands),
    recorder,
  };
  const counted = assemblePromptCache(parts);
  const bare = assemblePromptCache({ ...parts, recorder: { record: () => undefined } });
  return {
    plain,
    parts,
    embedder,
    indexes,
    recorder,
    caches: { counted, bare },
    close: async () => {
      await Promise.all([counted.close(), bare.close()]);
      await indexes.close();
      connections.end();
      for (const each of [client, plain]) each.disconnect();
    },
  };
}
export type BenchEngine = ReturnType<typeof benchEngine>;
