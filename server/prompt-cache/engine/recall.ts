import "server-only";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import type { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import type { PromptRequest } from "./contracts";
import type { RequestDigests } from "./key-digests";

/** Longer bodies are mostly one conversation's own. */
const LONGEST = 4_096;
/** Bytes of bodies that this process remembers in each half; each is held a few times over. */
const HALF = 4 * 1024 * 1024;
/** What a short body's reading takes beside it. */
const BESIDE = 512;

/** How a request was read. */
export interface Reading {
  keyed: KeyedRequest;
  digests: RequestDigests;
  /** Where its answer stands in Redis, when there is one. */
  key: string;
}

interface Remembered extends Reading {
  request: PromptRequest;
}

/**
 * Readings by a sum over the body. What was asked for since the last turn lives through the
 * next; the rest goes, so that what is asked all the time stays and nothing is counted for it.
 */
class Readings {
  #young = new Map<number, Remembered>();
  #old = new Map<number, Remembered>();
  #bytes = 0;

  get(request: PromptRequest, sum: number): Remembered | undefined {
    const known = this.#young.get(sum);
    if (known) return isAlike(known.request, request) ? known : undefined;
    const older = this.#old.get(sum);
    if (!older || !isAlike(older.request, request)) return undefined;
    this.put(older, sum);
    return older;
  }

  put(reading: Remembered, sum: number): void {
    this.#bytes += BESIDE + reading.request.call.body.length;
    if (this.#bytes > HALF) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#bytes = BESIDE + reading.request.call.body.length;
    }
    this.#young.set(sum, reading);
  }
}

const readings = new Readings();
/** Of each namespace's settings, so that one body in two namespaces has two places. */
const marks = new WeakMap<NamespaceSettings, number>();

/**
 * A body that came before byte for byte, under the same settings, has the same key: what is asked
 * all the time is not parsed, normalised and searched for personal data each time. This is the
 * reading of a request only; whether there is an answer is still asked of Redis.
 */
export function recall(request: PromptRequest): Reading | undefined {
  if (!isShort(request)) return undefined;
  return readings.get(request, sumOf(request));
}

/** Remembers how a request was read; called for hits, so that what is asked once pushes nothing out. */
export function remember(request: PromptRequest, { keyed, digests, key }: Reading): void {
  if (!isShort(request)) return;
  // The signal of a call must not live as long as its text.
  const call = { ...request.call, signal: undefined };
  readings.put({ keyed, digests, key, request: { ...request, call } }, sumOf(request));
}

function isShort({ call, bypass }: PromptRequest): boolean {
  if (bypass || call.body.length > LONGEST) return false;
  // Headers count too, and are rare.
  for (const _ in call.headers) return false;
  return true;
}

function isAlike(one: PromptRequest, two: PromptRequest): boolean {
  const [a, b] = [one.call, two.call];
  return (
    one.namespace.settings === two.namespace.settings &&
    one.namespace.name === two.namespace.name &&
    one.namespace.generation === two.namespace.generation &&
    a.operation === b.operation &&
    a.modelId === b.modelId &&
    a.accept === b.accept &&
    a.contentType === b.contentType &&
    isSame(a.body, b.body)
  );
}

/** FNV-1a. Where bodies are short, a loop is done before a native function has been called. */
function sumOf({ call: { body }, namespace: { settings } }: PromptRequest): number {
  let sum = marks.get(settings);
  if (sum === undefined) {
    sum = Math.floor(Math.random() * 2 ** 31);
    marks.set(settings, sum);
  }
  for (let at = 0; at < body.length; at++) sum = Math.imul(sum ^ (body[at] as number), 0x01000193);
  return sum;
}

function isSame(one: Uint8Array, two: Uint8Array): boolean {
  if (one.length !== two.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== two[at]) return false;
  return true;
}
