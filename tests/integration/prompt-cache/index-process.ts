/**
 * A process of its own with an index: `fork` it with the console loader, the address of Redis, and the
 * namespace and dimensions as arguments. Answers each query that it is sent, and `"size"`.
 */

import { createIndexes } from "@/server/prompt-cache/vector/create-indexes";
import type { NearestQuery } from "@/server/prompt-cache/vector/exact/exact-index";
import { aNamespace, anEmbedder, indexRedis } from "./index-contract/a-store";

const [url, name, dims] = process.argv.slice(2);
const redis = indexRedis(url ?? "");
const indexes = createIndexes({ redis });
const namespace = { ...aNamespace(), name: name ?? "" };
const embedder = anEmbedder(Number(dims));

process.on("message", async (message: NearestQuery | "size" | "end") => {
  if (message === "end") {
    await indexes.close();
    redis.end();
    process.disconnect();
    return;
  }
  const index = await indexes.indexOf(namespace, embedder);
  process.send?.(message === "size" ? await index.size() : await index.nearest(message));
});
