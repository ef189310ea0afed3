import "server-only";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { redactTrace } from "../traces/redact-trace";

/** Traces and pairs kept of one namespace between two flushes, which is a second. */
export const KEPT = 50;
/** Even under a flood of misses so many of each kind of hit stay to be looked at, and the reverse. */
const AT_LEAST = 5;

export interface Kept {
  trace: RequestTrace;
  /** The counters that the request went into. */
  counts: Float64Array;
  /** Cut to what is stored of it. */
  settled?: boolean;
}

/** A fair choice of at most `KEPT` out of any number, without keeping the rest. */
class Reservoir {
  readonly kept: Kept[] = [];
  #seen = 0;

  add(trace: RequestTrace, counts: Float64Array): void {
    this.#seen += 1;
    if (this.kept.length < KEPT) {
      this.kept.push({ trace, counts });
      return;
    }
    const at = Math.floor(Math.random() * this.#seen);
    if (at < KEPT) this.kept[at] = { trace, counts };
  }

  settle(): void {
    this.kept.forEach(({ trace, counts, settled }, at) => {
      if (!settled) this.kept[at] = { trace: redactTrace(trace), counts, settled: true };
    });
  }
}

/**
 * Which requests are kept as traces. Up to `KEPT` a second all of them; beyond, exact hits are left
 * out first, then semantic ones: they explain themselves, a miss has to be explained. What a person
 * tries in the playground goes before all, because that person is about to look at it.
 */
export class Sample {
  #tried = new Reservoir();
  #rest = new Reservoir();
  #semantic = new Reservoir();
  #exact = new Reservoir();
  #pairs = new Reservoir();

  add(trace: RequestTrace, counts: Float64Array): void {
    if (trace.door === "playground") this.#tried.add(trace, counts);
    else if (trace.cache === "hash_hit") this.#exact.add(trace, counts);
    else if (trace.cache === "semantic_hit") this.#semantic.add(trace, counts);
    else this.#rest.add(trace, counts);
    // Pairs are chosen apart and evenly, or the curve of scores would lean to the misses.
    if (trace.candidates.length > 0 && trace.cache !== "bypass") this.#pairs.add(trace, counts);
  }

  /**
   * Lets go of what a request still holds (a whole conversation, perhaps) and would not be stored.
   * Not done as it comes, because it costs more than counting; asked for while Redis is away.
   */
  settle(): void {
    for (const kind of [this.#tried, this.#rest, this.#semantic, this.#exact, this.#pairs])
      kind.settle();
  }

  /** What is kept, oldest first, and begins anew. */
  take(): { traces: Kept[]; pairs: RequestTrace[] } {
    const traces = choose([
      this.#tried.kept,
      this.#rest.kept,
      this.#semantic.kept,
      this.#exact.kept,
    ]);
    const pairs = this.#pairs.kept.map(({ trace }) => trace);
    this.#tried = new Reservoir();
    this.#rest = new Reservoir();
    this.#semantic = new Reservoir();
    this.#exact = new Reservoir();
    this.#pairs = new Reservoir();
    return { traces: traces.sort((a, b) => (a.trace.at < b.trace.at ? -1 : 1)), pairs };
  }
}

/** Fills `KEPT` places from the kinds in their order, each with its few at least. */
function choose(kinds: Kept[][]): Kept[] {
  let room = KEPT - kinds.reduce((sum, kept) => sum + Math.min(AT_LEAST, kept.length), 0);
  return kinds.flatMap((kept) => {
    const more = Math.min(room, Math.max(0, kept.length - AT_LEAST));
    room -= more;
    return kept.slice(0, Math.min(AT_LEAST, kept.length) + more);
  });
}
