import "server-only";
import type { CountedStep } from "@/lib/prompt-cache/bucket-size";
import { namespaceTag } from "../engine/redis-keys";

const base = (namespace: string) => `pc:{${namespaceTag(namespace)}}`;

/** Counters of one minute, hour or day; `start` in unix seconds. */
export const counterKey = (namespace: string, step: CountedStep, start: number): string =>
  `${base(namespace)}:c:${step.letter}:${start}`;

/** The last flush of a process that arrived: a repeated one is not counted twice. */
export const flushedKey = (namespace: string, process: string): string =>
  `${base(namespace)}:flushed:${process}`;

export const recentKey = (namespace: string): string => `${base(namespace)}:recent`;
export const pairsKey = (namespace: string): string => `${base(namespace)}:pairs`;
/** Entry id → `<hits>:<saved nano-dollars>:<last hit, unix ms>`. */
export const hitsKey = (namespace: string, generation: number): string =>
  `${base(namespace)}:hits:${generation}`;
/** Entry id by hits, for lists. */
export const topKey = (namespace: string, generation: number): string =>
  `${base(namespace)}:top:${generation}`;
/** Namespaces that ever counted, by when they last did (unix ms). */
export const COUNTED_KEY = "pc:counted";

/** A model's name within a field's name, which has its own bars. */
export const encodeModel = (model: string): string =>
  model.replace(/[|%]/g, (sign) => (sign === "|" ? "%7C" : "%25"));
export const decodeModel = (text: string): string =>
  text.replace(/%(7C|25)/g, (_, code) => (code === "7C" ? "|" : "%"));
