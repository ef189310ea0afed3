import { expect, test } from "vitest";
import type { Span } from "@/lib/agents/trace";
import { SpanKeeper } from "@/server/agents/telemetry/keep-spans";
import { setConsoleEnv } from "../../../fixtures/set-console-env";

setConsoleEnv();

const aSpan = (spanId: string): Span => ({
  traceId: "t",
  spanId,
  sessionId: "s",
  runId: "r",
  name: spanId,
  startNs: "0",
  endNs: "1",
  status: "ok",
  attributes: {},
  events: [],
});

/** A store that is away at first. */
function aStore(failures: number) {
  const kept: string[] = [];
  let left = failures;
  return {
    kept,
    add: async (spans: Span[]) => {
      left -= 1;
      if (left >= 0) throw new Error("away");
      kept.push(...spans.map(({ spanId }) => spanId));
    },
    ofSession: async () => [],
  };
}

test("spans that could not be kept are kept at the next try, in order and once", async () => {
  const store = aStore(1);
  const keeper = new SpanKeeper(store);
  for (const id of ["a", "b"]) keeper.add(aSpan(id));
  await keeper.flush();
  expect(store.kept).toEqual([]);
  keeper.add(aSpan("c"));
  await keeper.flush();
  expect(store.kept).toEqual(["a", "b", "c"]);
});

test("while the store is away for long, the oldest go and memory stays bounded", async () => {
  const store = aStore(1);
  const keeper = new SpanKeeper(store);
  for (let at = 0; at < 5_100; at++) keeper.add(aSpan(String(at)));
  await keeper.flush();
  await keeper.flush();
  expect(store.kept).toHaveLength(5_000);
  expect(store.kept[0]).toBe("100");
});

test("those who flush at once wait for one writer", async () => {
  const store = aStore(0);
  const keeper = new SpanKeeper(store);
  for (let at = 0; at < 450; at++) keeper.add(aSpan(String(at)));
  await Promise.all([keeper.flush(), keeper.flush(), keeper.flush()]);
  expect(new Set(store.kept).size).toBe(450);
  expect(store.kept).toHaveLength(450);
});
