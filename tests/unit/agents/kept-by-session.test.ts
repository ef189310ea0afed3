import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { KeptBySession } from "@/server/agents/kept-by-session";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const IDLE_MS = 60_000;

class Program {
  ended = 0;
  alive = () => this.ended === 0;
  end = async () => {
    this.ended += 1;
  };
}

const someKept = () => new KeptBySession<Program>({ most: 2, idleMs: IDLE_MS });
const start = async () => new Program();

test("a session gets its own again, and another session another", async () => {
  const kept = someKept();
  const first = await kept.of("a", start);
  expect(await kept.of("a", start)).toBe(first);
  expect(await kept.of("b", start)).not.toBe(first);
  expect(kept.running("a")).toBe(first);
  expect(kept.running("c")).toBeUndefined();
});

test("two calls at once start one", async () => {
  const kept = someKept();
  const starting = vi.fn(start);
  const [one, other] = await Promise.all([kept.of("a", starting), kept.of("a", starting)]);
  expect(one).toBe(other);
  expect(starting).toHaveBeenCalledTimes(1);
});

test("one that died is replaced, once", async () => {
  const kept = someKept();
  const dead = await kept.of("a", start);
  await dead.end();
  expect(kept.running("a")).toBeUndefined();
  const [one, other] = await Promise.all([kept.of("a", start), kept.of("a", start)]);
  expect(one).not.toBe(dead);
  expect(one).toBe(other);
  await vi.advanceTimersByTimeAsync(IDLE_MS - 1);
  expect(one.alive()).toBe(true);
});

test("one that does not start says why, and the next call starts anew", async () => {
  const kept = someKept();
  const fails = () => Promise.reject(new Error("no program"));
  await expect(kept.of("a", fails)).rejects.toThrow("no program");
  expect((await kept.of("a", start)).alive()).toBe(true);
});

test("the one that waits longest makes room", async () => {
  const kept = someKept();
  const a = await kept.of("a", start);
  const b = await kept.of("b", start);
  await kept.of("a", start);
  const c = await kept.of("c", start);
  expect([a, b, c].map((each) => each.alive())).toEqual([true, false, true]);
  expect(await kept.of("b", start)).not.toBe(b);
  expect(a.alive()).toBe(false);
});

test("one without a call for its time ends; a call begins the time anew", async () => {
  const kept = someKept();
  const program = await kept.of("a", start);
  await vi.advanceTimersByTimeAsync(IDLE_MS - 1);
  expect(await kept.of("a", start)).toBe(program);
  await vi.advanceTimersByTimeAsync(IDLE_MS - 1);
  expect(program.alive()).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(program.alive()).toBe(false);
  expect(kept.running("a")).toBeUndefined();
});

test("ending waits until they are gone: of one session, or of all, also those that only start", async () => {
  const kept = someKept();
  const a = await kept.of("a", start);
  const starting = Promise.withResolvers<Program>();
  const b = kept.of("b", () => starting.promise);
  await kept.end("a");
  expect(a.ended).toBe(1);
  const gone = kept.end();
  starting.resolve(new Program());
  await gone;
  expect((await b).ended).toBe(1);
  expect(kept.running("b")).toBeUndefined();
});
