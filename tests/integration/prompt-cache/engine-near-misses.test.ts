import { afterAll, beforeAll, expect, it } from "vitest";
import type { IndexOf } from "@/server/prompt-cache/engine/contracts";
import { aNamespace, anEngine } from "../../fixtures/prompt-engine/an-engine";
import { embedByTrigrams } from "../../fixtures/prompt-engine/embed-by-trigrams";
import { linearIndexes } from "../../fixtures/prompt-engine/linear-index";
import { startWireBedrock, type WireBedrock } from "../../fixtures/prompt-engine/wire-bedrock";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";

const STORED = "Which colour has the sky above the sea";
const ASKED = "Why has the sky another colour above a lake";
const NEARER = "Which colour has the sky above the seas";

let redis: TestRedis;
let wire: WireBedrock;
beforeAll(async () => {
  redis = await startRedis();
  wire = await startWireBedrock();
});
afterAll(async () => {
  await redis?.close();
  await wire?.close();
});

const likeness = (one: string, two: string): number => {
  const [a, b] = [embedByTrigrams(one, 256), embedByTrigrams(two, 256)];
  const dot = a.reduce((sum, part, n) => sum + part * (b[n] ?? 0), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
};

/** An engine, and the scores that its index was asked from. */
function engine() {
  const indexes = linearIndexes();
  const from: number[] = [];
  const indexOf: IndexOf = async (namespace, embedder) => {
    const index = await indexes(namespace, embedder);
    return {
      ...index,
      nearest: (query) => {
        from.push(query.atLeast);
        return index.nearest(query);
      },
    };
  };
  return { ...anEngine({ redis: redis.url, bedrock: wire.url }, { indexOf }), from };
}

it("notes the neighbours of a miss down to 0.2 below the threshold", async () => {
  const score = likeness(STORED, ASKED);
  const { ask, close } = engine();
  const at = (threshold: number, name: string) => aNamespace(name, { semantic: { threshold } });

  await ask(STORED, { namespace: at(score + 0.19, "near") });
  const near = await ask(ASKED, { namespace: at(score + 0.19, "near") });
  expect(near.trace).toMatchObject({
    reason: "below_threshold",
    candidates: [{ prompt: STORED, verdict: "below_threshold", pairId: expect.any(String) }],
  });
  expect(near.trace.candidates[0]?.score).toBeCloseTo(score, 5);

  await ask(STORED, { namespace: at(score + 0.21, "far") });
  const far = await ask(ASKED, { namespace: at(score + 0.21, "far") });
  expect(far.trace).toMatchObject({ reason: "below_threshold", candidates: [] });
  await close();
});

it("asks no further than the threshold for a hit", async () => {
  const threshold = (likeness(STORED, NEARER) + likeness(STORED, ASKED)) / 2;
  const namespace = aNamespace("hit", { semantic: { threshold } });
  const { ask, from, close } = engine();
  await ask(STORED, { namespace });
  from.length = 0;
  const hit = await ask(NEARER, { namespace });
  expect(hit.cache).toBe("semantic_hit");
  expect(hit.trace.candidates).toMatchObject([{ prompt: STORED, verdict: "served" }]);
  expect(from).toEqual([threshold]);
  await close();
});

it("notes what a guard refused before what was too far", async () => {
  const threshold = (likeness(STORED, NEARER) + likeness(STORED, ASKED)) / 2;
  const namespace = aNamespace("guarded", { semantic: { threshold } });
  const guarded = anEngine(
    { redis: redis.url, bedrock: wire.url },
    { guard: () => ({ allowed: false, guard: "names", why: "Seas are not the sea." }) },
  );
  await guarded.ask(STORED, { namespace });
  await guarded.ask(ASKED, { namespace });
  const refused = await guarded.ask(NEARER, { namespace });
  expect(refused.trace).toMatchObject({
    reason: "guard",
    candidates: [
      { prompt: STORED, verdict: "guard" },
      { prompt: ASKED, verdict: "below_threshold" },
    ],
  });
  await guarded.close();
});

it("tells a context in which nothing is stored from one whose prompts are far away", async () => {
  const namespace = aNamespace("contexts", { semantic: { threshold: 0.95 } });
  const { ask, close } = engine();
  await ask(STORED, { namespace });
  const far = await ask("Tell me about trains", { namespace });
  expect(far.trace).toMatchObject({ reason: "below_threshold", candidates: [] });
  const apart = await ask("Tell me about ships", { namespace, model: "another.model-v1" });
  expect(apart.trace).toMatchObject({ reason: "nothing_stored", candidates: [] });
  await close();
});
