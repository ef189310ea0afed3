import { loadavg } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Article } from "./article/start-article";
import type { Slice } from "./prompt-cache/ask-exactly";
import { onOneCore } from "./prompt-cache/one-core";
import {
  type EngineProgram,
  type SideBySide,
  startSideBySide,
} from "./prompt-cache/start-side-by-side";
import { promptOf } from "./prompt-cache/stored-prompts";
import { keepFigures } from "./report/keep-figures";
import { median, percentile } from "./report/percentile";

const STORED = 2_000;
/** Turns of all, one after the other, so that the machine's other work meets each alike. */
const ROUNDS = 16;
const A_TURN = 1_000;
/** So many hits are answered first, as a console has after a minute: compiled code, not interpreted. */
const WARM_UP = 20_000;
const AT_ONCE = 64;
const FLOOD_ROUNDS = 8;
const A_FLOOD = 6_000;
/** As many as one connection answers in about a second: one flush of counters each. */
const A_SECOND = 8_000;

let bench: SideBySide;
let engine: EngineProgram;
const articles: { name: string; program: Article }[] = [];
const notes: string[] = [];

const core = onOneCore();
beforeAll(async () => {
  notes.push(core.note);
  bench = await startSideBySide();
  engine = await bench.engine();
  await engine.fill(STORED);
  const plain = await bench.article("python");
  if (typeof plain === "string") {
    notes.push(plain);
    return;
  }
  notes.push(`${plain.versions}.`);
  articles.push({ name: "the article's function", program: plain });
  const faster = await bench.article("hiredis");
  if (typeof faster !== "string" && faster.hiredis)
    articles.push({ name: "the same, with hiredis", program: faster });
});
afterAll(async () => {
  await bench?.close();
  core.release();
});

/** So many of the first `among`, in turn. */
const inTurn = (count: number, among: number): number[] =>
  Array.from({ length: count }, (_, at) => at % among);

/** Different questions; the engine remembers how it read 512, so 2,000 in turn are read anew each time. */
const AMONG = { "200 prompts in turn": 200, "2,000 prompts in turn": 2_000 };

it("exact hits, one after the other", async () => {
  const rows: string[][] = [];
  for (const [title, among] of Object.entries(AMONG)) {
    const samples = new Map<string, number[]>();
    const add = (name: string, ms: number[]) =>
      samples.set(name, [...(samples.get(name) ?? []), ...ms]);
    for (const way of ["raw", "counted"] as const)
      await engine.exact({ way, prompts: inTurn(WARM_UP, among) });
    // The first round warms the others up.
    for (let round = 0; round <= ROUNDS; round++) {
      const all = inTurn(STORED, among);
      const numbers = all.slice((round * A_TURN) % STORED, ((round * A_TURN) % STORED) + A_TURN);
      for (const way of ["raw", "counted"] as const) {
        const { ms } = await engine.exact({ way, prompts: numbers });
        if (round > 0) add(way, ms);
      }
      for (const { name, program } of articles) {
        const { ms, cache } = await program.ask(numbers.map(promptOf));
        expect(new Set(cache)).toEqual(new Set(["hash_hit"]));
        if (round > 0) add(name, ms);
      }
    }
    const names: Record<string, string> = { raw: "ioredis GET", counted: "the engine" };
    const raw = { p50: median(samples.get("raw") ?? []), p99: p99(samples.get("raw") ?? []) };
    for (const [key, ms] of samples)
      rows.push([
        `${title}: ${names[key] ?? key}`,
        ...[us(median(ms)), us(p99(ms))],
        ...[ratio(median(ms), raw.p50), ratio(p99(ms), raw.p99)],
      ]);
  }
  keepFigures("6a-prompt-exact", {
    title: "An exact hit, one after the other, over one connection",
    header: ["", "p50, µs", "p99, µs", "p50 : GET", "p99 : GET"],
    rows,
    how: [
      `${ROUNDS * A_TURN} of each, in turns of ${A_TURN}; answers of about 1,200 characters. The engine: key, look-up, checksum,`,
      "the answer's body read to its end, with guards, counters and traces as in the console. Aims: p50 at most 1.15",
      "times the GET, and below the article's function.",
      ...notes,
      load(),
    ],
  });
});

it("exact hits, 64 at once, and what counting costs", async () => {
  const flood = { raw: [] as Slice[], counted: [] as Slice[], bare: [] as Slice[] };
  const article = new Map<string, number[]>();
  for (let round = 0; round <= FLOOD_ROUNDS; round++) {
    for (const way of ["raw", "counted", "bare"] as const) {
      const slice = await engine.exact({ way, prompts: inTurn(A_FLOOD, 200), atOnce: AT_ONCE });
      if (round > 0) flood[way].push(slice);
    }
    for (const { name, program } of articles) {
      const asked = inTurn(A_FLOOD / 4, 200).map(promptOf);
      const { wallMs, cache } = await program.flood(asked, AT_ONCE);
      expect(new Set(cache)).toEqual(new Set(["hash_hit"]));
      if (round > 0)
        article.set(name, [...(article.get(name) ?? []), (1_000 * asked.length) / wallMs]);
    }
  }
  const perSecond = (slices: Slice[]) =>
    median(slices.map(({ ms, wallMs }) => (1_000 * ms.length) / wallMs));
  const cpu = (slices: Slice[]) => median(slices.map(({ ms, cpuMs }) => cpuMs / ms.length));
  const of = (name: string, slices: Slice[]): string[] => [
    name,
    perSecond(slices).toFixed(0),
    ratio(perSecond(slices), perSecond(flood.raw)),
    us(cpu(slices)),
  ];
  keepFigures("6b-prompt-throughput", {
    title: `Exact hits, ${AT_ONCE} at once, over one connection`,
    header: ["", "a second", ": GET", "CPU each, µs"],
    rows: [
      of("ioredis GET", flood.raw),
      of("the engine", flood.counted),
      of("the engine, not counting", flood.bare),
      ...[...article].map(([name, rates]) => [
        `${name}, ${AT_ONCE} threads`,
        median(rates).toFixed(0),
        ratio(median(rates), perSecond(flood.raw)),
        "",
      ]),
    ],
    how: [
      `The median of ${FLOOD_ROUNDS} turns of ${A_FLOOD}. CPU: user and system time of the process. The article's function`,
      "serves one request at a time in Lambda; here threads share its process.",
      ...notes,
      load(),
    ],
  });

  const counting = { counted: [] as Slice[], bare: [] as Slice[] };
  for (let round = 0; round <= FLOOD_ROUNDS; round++)
    for (const way of ["counted", "bare"] as const) {
      const slice = await engine.exact({ way, prompts: inTurn(A_SECOND, 200) });
      if (round > 0) counting[way].push(slice);
    }
  const p50 = (slices: Slice[]) => median(slices.flatMap(({ ms }) => ms));
  const overhead = (name: string, counted: number, bare: number): string[] => [
    name,
    ...[us(counted), us(bare), `${(100 * (counted / bare - 1)).toFixed(1)} %`],
  ];
  expect(counting.counted.flatMap(({ ms }) => ms)).toHaveLength(FLOOD_ROUNDS * A_SECOND);
  keepFigures("6c-prompt-counting", {
    title: "What counting, tracing and their flush cost an exact hit",
    header: ["", "counting, µs", "not counting, µs", "more"],
    rows: [
      overhead("p50, one after the other", p50(counting.counted), p50(counting.bare)),
      overhead("CPU, one after the other", cpu(counting.counted), cpu(counting.bare)),
      overhead(`CPU, ${AT_ONCE} at once`, cpu(flood.counted), cpu(flood.bare)),
    ],
    how: [
      `Turns of ${A_SECOND} with one flush each, and of ${A_FLOOD} in the flood: more flushes than the one a second that the`,
      "console does. CPU holds the flush and what is noted after the answer has gone. Aim: less than 15 % more.",
      load(),
    ],
  });
});

const p99 = (ms: number[]): number => percentile(ms, 0.99);
const us = (ms: number): string => (1_000 * ms).toFixed(1);
const ratio = (one: number, other: number): string => (one / other).toFixed(2);
const load = (): string => `Load of the machine right after: ${loadavg()[0]?.toFixed(1)}.`;
