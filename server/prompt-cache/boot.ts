import "server-only";
import { checkAtStart, whenDatabaseReady } from "@/server/platform/boot";
import { env } from "@/server/platform/env";
import { isAppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import { readPrices } from "@/server/platform/prices/read-prices";
import { redis } from "@/server/redis";
import { tellDirectoryChanged } from "./directory";
import { loadTokenizer } from "./engine/count-tokens";
import { consolePromptCache } from "./engine-of-console";
import { feedWrongPairs } from "./labels/feed-wrong-pairs";
import { seedPromptKeys } from "./seed-keys";
import { warmUpAtStart } from "./warm-up/warm-up-at-start";
import "./reconcilers";

// A bad table of prices must stop the start, not the first request.
checkAtStart("the prompt cache's prices", () => readPrices(env().SWITCHYARD_PROMPT_PRICES));

// Before anybody is served: its table takes most of a second, in which no request would go on.
loadTokenizer();

/** What the prompt cache does once the database is ready: seeds, and gives Redis what only PostgreSQL remembers. */
whenDatabaseReady("the prompt cache's keys", async () => {
  held("prompt-cache.refill", () =>
    // A Redis that was restarted has forgotten the namespaces and what people called wrong.
    redis().on("ready", () => void fill()),
  );
  // Connects, so that the first request finds what it needs.
  consolePromptCache();
  await seed();
  await fill();
  // In the background: it waits for Redis and for the model.
  void warmUpAtStart(env().SWITCHYARD_PROMPT_WARM_UP ?? []);
});

async function fill(): Promise<void> {
  await tellDirectoryChanged();
  await feedWrongPairs().catch((error) => log().warn({ error }, "labels could not be passed on"));
}

/** A bad seed file must not keep the console from starting. */
async function seed(): Promise<void> {
  const file = env().SWITCHYARD_SEED_PROMPT_KEYS_FILE;
  if (!file) return;
  const seeded = await seedPromptKeys(file).catch((error) => {
    const ours = error instanceof Error && error.message.startsWith("SWITCHYARD_");
    if (!ours && !isAppError(error)) throw error;
    log().error(error.message);
    return undefined;
  });
  if (seeded) log().info(seeded, "the prompt cache's namespaces and keys are set up");
}
