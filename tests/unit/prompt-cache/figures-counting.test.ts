import { describe, expect, test } from "vitest";
import { renderMetrics } from "@/server/platform/metrics";
import { countRequest } from "@/server/prompt-cache/counters/count-request";
import { EmfWriter } from "@/server/prompt-cache/counters/emf";
import { ProcessTotals } from "@/server/prompt-cache/counters/process-totals";
import { KEPT, Sample } from "@/server/prompt-cache/counters/sample";
import { OTHER_MODELS, Shelf } from "@/server/prompt-cache/counters/shelf";
import { newCounts, REASON_SLOTS, SLOT, SLOT_NAMES } from "@/server/prompt-cache/counters/slots";
import { aHit, aTrace } from "../../fixtures/a-trace";

const EVERYTHING = 1_000_000;

describe("counting a request", () => {
  test("it counts once among hits, misses and bypasses", () => {
    const counts = newCounts();
    const compression = { before: 10, after: 6, removed: [], sent: "" };
    countRequest(counts, aHit());
    countRequest(counts, aHit({ cache: "semantic_hit" }));
    countRequest(counts, aTrace());
    countRequest(counts, aTrace({ compression }));
    countRequest(counts, aTrace({ compression: { ...compression, after: 10 } }));
    countRequest(counts, aTrace({ cache: "bypass", reason: "redis_down", status: 503 }));
    const of = (slot: number) => counts[slot];
    expect([
      of(SLOT.requests),
      of(SLOT.exactHits),
      of(SLOT.semanticHits),
      of(SLOT.compressedMisses),
      of(SLOT.plainMisses),
      of(SLOT.bypasses),
      of(SLOT.failed),
    ]).toEqual([6, 1, 1, 1, 2, 1, 1]);
    expect(of(REASON_SLOTS.nothing_stored as number)).toBe(3);
    expect(of(REASON_SLOTS.redis_down as number)).toBe(1);
  });

  test.each([Number.NaN, -5, Number.POSITIVE_INFINITY, 2 ** 60])(
    "nonsense (%d) in a trace keeps every sum a whole number that adds up",
    (nonsense) => {
      const shelf = new Shelf("support");
      const trace = aTrace({
        tokens: { input: nonsense, output: nonsense, saved: nonsense, compressed: nonsense },
        money: { spent: nonsense, saved: nonsense, overhead: nonsense },
        steps: [{ step: "bedrock", ms: nonsense }],
        totalMs: nonsense,
      });
      for (let at = 0; at < 20; at += 1) shelf.add(trace, 0);
      const { cells } = shelf.take(EVERYTHING);
      for (const { counts } of cells)
        for (const count of counts) expect(Number.isSafeInteger(count)).toBe(true);
      expect(cells.reduce((sum, { counts }) => sum + (counts[SLOT.requests] ?? 0), 0)).toBe(20);
    },
  );

  test("names of slots are told apart and are few enough for a small hash", () => {
    expect(new Set(SLOT_NAMES).size).toBe(SLOT_NAMES.length);
    expect(SLOT_NAMES.length).toBeLessThan(128);
  });
});

describe("the cells of a namespace", () => {
  test("a minute begins a new one", () => {
    const shelf = new Shelf("support");
    shelf.add(aTrace(), 59_999);
    shelf.add(aTrace(), 60_000);
    expect(shelf.take(EVERYTHING).cells.map(({ minute }) => minute)).toEqual([0, 60]);
    expect(shelf.empty).toBe(true);
  });

  test("made-up models are counted as one, real ones are not crowded out", () => {
    const shelf = new Shelf("support");
    for (let at = 0; at < 500; at += 1)
      shelf.add(aTrace({ model: `made-up-${at}`, status: 404 }), at);
    shelf.add(aTrace({ model: "real" }), 600);
    const models = shelf.take(EVERYTHING).cells.map(({ model }) => model);
    expect(models.length).toBeLessThan(30);
    expect(models).toContain("real");
    expect(models).toContain(OTHER_MODELS);
  });

  test("days without Redis stay within bounds, and what was given up is told", () => {
    const shelf = new Shelf("support");
    for (let minute = 0; minute < 6_000; minute += 1) shelf.add(aHit(), minute * 60_000);
    const { cells } = shelf.take(EVERYTHING);
    expect(cells.length).toBeLessThanOrEqual(5_001);
    expect(cells.length + shelf.lost).toBe(6_000);
    expect(cells.at(-1)?.minute).toBe(5_999 * 60);
  });
});

describe("which traces are kept", () => {
  const keep = (sample: Sample) => Map.groupBy(sample.take().traces, ({ trace }) => trace.cache);

  test("all of them while they are few", () => {
    const sample = new Sample();
    for (let at = 0; at < KEPT; at += 1) sample.add(aHit(), newCounts());
    expect(keep(sample).get("hash_hit")).toHaveLength(KEPT);
    expect(sample.take().traces).toEqual([]);
  });

  test("beyond, exact hits are left out first, then semantic ones, but never all of a kind", () => {
    const sample = new Sample();
    for (let at = 0; at < 1_000; at += 1) sample.add(aHit(), newCounts());
    for (let at = 0; at < 30; at += 1) sample.add(aHit({ cache: "semantic_hit" }), newCounts());
    for (let at = 0; at < 20; at += 1) sample.add(aTrace(), newCounts());
    const kept = keep(sample);
    expect(
      ["miss", "semantic_hit", "hash_hit"].map((kind) => kept.get(kind as never)?.length),
    ).toEqual([20, 25, 5]);
  });

  test("a flood of misses leaves a few hits to look at", () => {
    const sample = new Sample();
    for (let at = 0; at < 1_000; at += 1) sample.add(aTrace(), newCounts());
    for (let at = 0; at < 1_000; at += 1) sample.add(aHit(), newCounts());
    const kept = keep(sample);
    expect([kept.get("miss")?.length, kept.get("hash_hit")?.length]).toEqual([45, 5]);
  });

  test("what a person tried in the playground is kept whatever else comes", () => {
    const sample = new Sample();
    for (let at = 0; at < 1_000; at += 1) sample.add(aTrace(), newCounts());
    for (let at = 0; at < 8; at += 1) sample.add(aHit({ door: "playground" }), newCounts());
    for (let at = 0; at < 1_000; at += 1) sample.add(aTrace(), newCounts());
    const tried = sample.take().traces.filter(({ trace }) => trace.door === "playground");
    expect(tried).toHaveLength(8);
  });

  test("while Redis is away nothing is held that would not be stored", () => {
    const sample = new Sample();
    const long = "x".repeat(1_000_000);
    const trace = aTrace({ prompt: long, normalised: long });
    // As the engine makes it: parts are worked out of the whole request when somebody looks.
    Object.defineProperty(trace, "parts", {
      get: () => [{ part: "conversation", digest: "00", text: long }],
      enumerable: true,
    });
    sample.add(trace, newCounts());
    sample.settle();
    const [kept] = sample.take().traces;
    expect(kept?.trace).not.toBe(trace);
    expect(Object.getOwnPropertyDescriptor(kept?.trace, "parts")?.get).toBeUndefined();
    expect(JSON.stringify(kept?.trace).length).toBeLessThan(10_000);
  });

  test("the choice is spread over the second, not its beginning", () => {
    const sample = new Sample();
    for (let at = 0; at < 1_000; at += 1) sample.add(aTrace({ totalMs: at }), newCounts());
    const late = sample.take().traces.filter(({ trace }) => trace.totalMs >= 500);
    expect(late.length).toBeGreaterThan(5);
  });
});

describe("figures of this process", () => {
  const shelf = new Shelf("support");
  shelf.add(aTrace({ model: 'evil"\n} 1\nfake_metric{a="b\\' }), 0);
  shelf.add(aHit(), 0);
  const { cells } = shelf.take(EVERYTHING);
  const totals = new ProcessTotals();
  totals.add("support", cells);

  test("a model's name cannot write a line of its own", () => {
    const lines = renderMetrics(totals.families());
    for (const line of lines) expect(line).toMatch(/^(# (HELP|TYPE) )?switchyard_prompt_/);
    expect(lines.some((line) => line.includes("\n"))).toBe(false);
    expect(lines.join("\n")).toContain('model="evil\\"\\n} 1\\nfake_metric{a=\\"b\\\\"');
  });

  test("a histogram is cumulative and ends with all", () => {
    const lines = renderMetrics(totals.families()).filter(
      (line) => line.includes('layer="exact"') && line.includes("nova-micro"),
    );
    expect(lines.find((line) => line.includes('le="0.000128"'))).toMatch(/ 0$/);
    expect(lines.find((line) => line.includes('le="0.000256"'))).toMatch(/ 1$/);
    expect(lines.find((line) => line.includes('le="+Inf"'))).toMatch(/ 1$/);
    expect(lines.find((line) => line.includes("_sum"))).toMatch(/ 0\.00015$/);
  });

  test("CloudWatch gets one line per model, with its figures and the form it asks for", () => {
    const lines: string[] = [];
    const emf = new EmfWriter(
      (line) => lines.push(line),
      () => 42,
    );
    emf.add("support", cells);
    emf.flush();
    emf.flush();
    expect(lines).toHaveLength(2);
    const parsed = lines.map((line) => JSON.parse(line));
    const hit = parsed.find(({ Model }) => Model === "amazon.nova-micro-v1:0");
    expect(hit).toMatchObject({ Namespace: "support", Requests: 1, ExactHits: 1 });
    expect(hit.SavedDollars).toBeCloseTo(1e-6, 12);
    const { Metrics, Dimensions } = hit._aws.CloudWatchMetrics[0];
    expect(hit._aws.Timestamp).toBe(42);
    expect(Dimensions).toContainEqual(["Namespace", "Model"]);
    for (const { Name } of Metrics) expect(hit[Name]).toBeDefined();
    expect(hit.ExactHitLatency).toHaveLength(1);
    expect(hit.ExactHitLatency[0]).toBeGreaterThan(0.128);
    expect(hit.ExactHitLatency[0]).toBeLessThan(0.256);
  });
});
