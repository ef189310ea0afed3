import type { MadeCall, Told } from "./model.ts";
import { bare } from "./words.ts";

/** A scalar that a tool's answer held, and where. */
export interface Fact {
  key: string;
  value: string | number | boolean;
  /** Keys from the root, without positions in lists. */
  path: string[];
  /** The object that it stands in, and the objects around that, innermost first. */
  records: Record<string, unknown>[];
  /** Which call told it: later ones are nearer. */
  call: number;
}

const DEEPEST = 12;
const MOST = 20_000;

/** Every scalar of the answers to calls, newest call first. */
export function factsOf(calls: MadeCall[]): Fact[] {
  const facts: Fact[] = [];
  calls.forEach((call, at) => {
    const found: Fact[] = [];
    if (call.status !== "error") for (const data of call.data) walk(data, [], [], at, found);
    walk(call.input, [], [], at - 0.5, found);
    facts.unshift(...found);
  });
  return facts;
}

function walk(
  value: unknown,
  path: string[],
  records: Record<string, unknown>[],
  call: number,
  found: Fact[],
): void {
  if (path.length > DEEPEST || found.length > MOST) return;
  if (Array.isArray(value)) {
    for (const one of value) walk(one, path, records, call, found);
  } else if (value !== null && typeof value === "object") {
    const record = value as Record<string, unknown>;
    for (const [key, inner] of Object.entries(record)) {
      walk(inner, [...path, key], [record, ...records], call, found);
    }
  } else if (value !== null && value !== undefined) {
    const key = path.at(-1) ?? "";
    found.push({ key, value: value as string, path, records, call });
  }
}

const FAILED = /fail|error|unhealthy|stopped|rolled.?back/i;

/** Whether an object says of itself that something went wrong. */
export const isFailed = (record: Record<string, unknown> | undefined): boolean =>
  record !== undefined &&
  Object.entries(record).some(
    ([key, value]) =>
      /status|state|outcome|result/i.test(key) && typeof value === "string" && FAILED.test(value),
  );

/** When an object says it was, as a number to compare by; 0 when it does not. */
export function timeOf(record: Record<string, unknown> | undefined): number {
  const times = Object.entries(record ?? {}).flatMap(([key, value]) =>
    /(at|time|date|started|created|ended|updated)$/i.test(key) && typeof value === "string"
      ? [Date.parse(value)]
      : [],
  );
  return Math.max(0, ...times.filter(Number.isFinite));
}

/** Whether a text names a value: as a word of its own. */
export function names(text: string, value: unknown): boolean {
  if (typeof value !== "string" || value.length < 2) return false;
  const at = text.toLowerCase().indexOf(value.toLowerCase());
  if (at < 0) return false;
  const around = `${text[at - 1] ?? " "}${text[at + value.length] ?? " "}`;
  return !/[\w-]/.test(around);
}

/** How well an object is meant by what was asked: the things it is called by count most. */
export function meant(record: Record<string, unknown>, { question, earlier }: Told): number {
  const values = Object.values(record).filter((value) => typeof value === "string");
  const now = values.filter((value) => names(question, value)).length;
  const before = values.filter((value) => names(earlier.at(-1) ?? "", value)).length;
  return now * 4 + before;
}

/** The objects of an answer's lists that stand under a key like `deployments`, in their order. */
export function recordsUnder(data: unknown[], key: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const look = (value: unknown, under: string, depth: number): void => {
    if (depth > DEEPEST) return;
    if (Array.isArray(value)) for (const one of value) look(one, under, depth + 1);
    else if (value !== null && typeof value === "object") {
      if (bare(under).includes(key) || under === "") found.push(value as Record<string, unknown>);
      for (const [name, inner] of Object.entries(value)) {
        if (inner !== null && typeof inner === "object") look(inner, name, depth + 1);
      }
    }
  };
  for (const one of data) look(one, Array.isArray(one) ? key : "", 0);
  return found;
}
