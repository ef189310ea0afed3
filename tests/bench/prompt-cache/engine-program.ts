/**
 * The engine in a process of its own, as lines of JSON on stdin ask for it:
 * `node --import console-loader.mjs engine-program.ts <redis> <bedrock> <database of the article>`.
 */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { askExactly } from "./ask-exactly";
import { askSimilarly, type Question } from "./ask-similarly";
import { benchEngine, DIMS, namespace } from "./bench-engine";
import { fill } from "./fill";
import { PARAPHRASES, paraphraseOf } from "./stored-prompts";
import { prompts, TOPICS } from "./topics";

const [redis = "", bedrock = "", database = "1"] = process.argv.slice(2);
const set = prompts(DIMS, 3, TOPICS);
let stored: Float32Array[] = [];
/** How often a stored prompt was asked for in other words. */
const asked = new Map<number, number>();
let engine = benchEngine({ redis, bedrock });
await once(engine.plain, "ready");

/** Clear hits: what stands at the threshold itself is decided by the last digit of a vector. */
const CLEARLY = 0.902;

const verbs = {
  /** Stores up to so many, and lets a new engine find them. */
  async fill({ to }: { to: number }) {
    const from = stored.length;
    stored = set.upTo(to);
    const at = { redis, articleDatabase: Number(database) };
    const filled = await fill(engine, at, stored, from);
    await engine.close();
    engine = benchEngine({ redis, bedrock });
    await once(engine.plain, "ready");
    return filled;
  },
  exact: (of: Parameters<typeof askExactly>[1]) => askExactly(engine, of),
  /** New questions whose nearest neighbour, found by a loop, stands above the threshold; the model knows their vectors. */
  async questions({ count }: { count: number }) {
    const found: (Question & { vector: Float32Array })[] = [];
    while (found.length < count) {
      const [vector = new Float32Array(DIMS)] = set.questions(1);
      const nearest = nearestTo(vector);
      if (nearest === undefined) continue;
      const times = asked.get(nearest) ?? 0;
      if (times === PARAPHRASES) continue;
      asked.set(nearest, times + 1);
      const text = paraphraseOf(nearest, times);
      found.push({ text, nearest, vector });
    }
    const lines = found.map(({ text, vector }) =>
      JSON.stringify({ text, vector: Array.from(vector, (part) => Number(part.toPrecision(9))) }),
    );
    await fetch(`${bedrock}/vectors`, { method: "PUT", body: lines.join("\n") });
    return found.map(({ text, nearest }): Question => ({ text, nearest }));
  },
  similar: ({ questions }: { questions: Question[] }) => askSimilarly(engine, questions),
  /** Reads the whole index from Redis, in a process that has done nothing else. */
  async load() {
    gc?.();
    const rss = process.memoryUsage.rss();
    const cpu = process.cpuUsage();
    const start = performance.now();
    await engine.indexes.indexOf(namespace, engine.embedder);
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    gc?.();
    const [stats] = engine.indexes.stats();
    return {
      ms,
      cpuMs: (user + system) / 1_000,
      state: stats?.state,
      entries: stats?.entries,
      bytes: stats?.bytes,
      rss: process.memoryUsage.rss() - rss,
    };
  },
};

/**
 * The number of the nearest stored vector that clearly stands above the threshold: one plain loop
 * over all. None when two are equally near: either is right then.
 */
function nearestTo(asked: Float32Array): number | undefined {
  let [best, nearest, tied] = [CLEARLY, -1, false];
  for (const [n, vector] of stored.entries()) {
    let dot = 0;
    for (let dim = 0; dim < DIMS; dim++) dot += (vector[dim] ?? 0) * (asked[dim] ?? 0);
    if (dot > best) [best, nearest, tied] = [dot, n, false];
    else if (dot === best) tied = true;
  }
  return nearest < 0 || tied ? undefined : nearest;
}

process.stdout.write('{"ready":true}\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { do: verb, ...of } = JSON.parse(line) as { do: keyof typeof verbs };
  process.stdout.write(`${JSON.stringify(await verbs[verb](of as never))}\n`);
}
await engine.close();
