import "server-only";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { countRequest, isFull } from "./count-request";
import { Sample } from "./sample";
import { newCounts, SLOT } from "./slots";

/** Counters of one model in one minute. */
export interface Cell {
  /** Unix seconds. */
  minute: number;
  model: string;
  counts: Float64Array;
}

/** Hits of one entry since the last flush. */
export interface EntryHits {
  generation: number;
  count: number;
  saved: number;
  /** Unix milliseconds. */
  last: number;
}

export interface Taken {
  cells: Cell[];
  hits: Map<string, EntryHits>;
  traces: RequestTrace[];
  pairs: RequestTrace[];
}

/** Models with a name of their own per namespace; all further ones are counted as one. */
const NAMED_MODELS = 100;
/** Of these so many that never answered: a caller can make up names, but only a few get in. */
const NAMED_WITHOUT_ANSWER = 20;
const MODEL_LENGTH = 200;
export const OTHER_MODELS = "(other models)";
/** Cells kept while Redis is away, about a day of minutes for a few models; the oldest go first. */
const KEPT_CELLS = 5_000;
const KEPT_ENTRIES = 10_000;

/** What one namespace has counted and not flushed yet. */
export class Shelf {
  readonly namespace: string;
  readonly sample = new Sample();
  #current = new Map<string, Cell>();
  #closed: Cell[] = [];
  #hits = new Map<string, EntryHits>();
  #minute = 0;
  #lost = 0;
  readonly #answered = new Set<string>();
  readonly #unanswered = new Set<string>();

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  /** Requests whose counts had to be given up because Redis stayed away for too long. */
  get lost(): number {
    return this.#lost;
  }

  get empty(): boolean {
    return this.#current.size === 0 && this.#closed.length === 0;
  }

  add(trace: RequestTrace, nowMs: number): void {
    const minute = nowMs - (nowMs % 60_000);
    if (minute !== this.#minute) {
      this.#close();
      this.#minute = minute;
    }
    const cell = this.#cell(trace);
    countRequest(cell.counts, trace);
    if (
      trace.entryId !== undefined &&
      (trace.cache === "hash_hit" || trace.cache === "semantic_hit")
    )
      this.#hit(trace, trace.entryId, nowMs);
    this.sample.add(trace, cell.counts);
  }

  /** Takes what is to be flushed: at most `limit` cells, oldest first, hits of entries, and the sample. */
  take(limit: number): Taken {
    const { traces, pairs } = this.sample.take();
    for (const { counts } of traces) counts[SLOT.traced] = (counts[SLOT.traced] as number) + 1;
    if (this.#closed.length < limit) this.#close();
    const cells = this.#closed.splice(0, limit);
    const hits = this.#hits;
    this.#hits = new Map();
    return { cells, hits, traces: traces.map(({ trace }) => trace), pairs };
  }

  #cell(trace: RequestTrace): Cell {
    const known = this.#current.get(trace.model);
    if (known && !isFull(known.counts)) return known;
    const model = this.#nameOf(trace);
    const named = this.#current.get(model);
    if (named && !isFull(named.counts)) return named;
    if (named) this.#closed.push(named);
    const cell = { minute: this.#minute / 1000, model, counts: newCounts() };
    this.#current.set(model, cell);
    return cell;
  }

  #nameOf({ model, status }: RequestTrace): string {
    const name = model.slice(0, MODEL_LENGTH);
    if (this.#answered.has(name)) return name;
    if (status < 400 && this.#answered.size < NAMED_MODELS) {
      this.#answered.add(name);
      this.#unanswered.delete(name);
      return name;
    }
    if (this.#unanswered.has(name)) return name;
    if (this.#unanswered.size >= NAMED_WITHOUT_ANSWER) return OTHER_MODELS;
    this.#unanswered.add(name);
    return name;
  }

  #hit(trace: RequestTrace, entryId: string, nowMs: number): void {
    const known = this.#hits.get(entryId);
    const saved = trace.money.saved > 0 ? Math.round(trace.money.saved) : 0;
    if (known && known.generation === trace.generation) {
      known.count += 1;
      known.saved += saved;
      known.last = nowMs;
      return;
    }
    if (trace.generation === undefined || this.#hits.size >= KEPT_ENTRIES) return;
    this.#hits.set(entryId, { generation: trace.generation, count: 1, saved, last: nowMs });
  }

  #close(): void {
    for (const cell of this.#current.values()) this.#closed.push(cell);
    this.#current.clear();
    while (this.#closed.length > KEPT_CELLS)
      this.#lost += this.#closed.shift()?.counts[SLOT.requests] ?? 0;
  }
}
