import { describe, expect, it } from "vitest";
import { parseEvent } from "@/server/live/consume-events";
import { frameOf } from "@/server/live/message";
import { nextSnapshot } from "@/server/live/next-snapshot";
import { parseCursor } from "@/server/live/open-stream";
import { backoffMs, promised, wakeDelayMs } from "@/server/live/pace";
import { covers, findTopic, registerTopic } from "@/server/live/registry";

const at = (time: string) => ({ now: new Date(time), intervalMs: 5_000 });

describe("nextSnapshot", () => {
  const first = nextSnapshot(undefined, "t", { a: 1 }, at("2026-01-01T00:00:00Z"));
  it("confirms the same data without a new version", () => {
    const again = nextSnapshot(first.next, "t", { a: 1 }, at("2026-01-01T00:00:09Z"));
    expect(again.changed).toBe(false);
    expect(again.next.snapshot.version).toBe(first.next.snapshot.version);
    expect(again.next.snapshot.confirmedAt).toBe("2026-01-01T00:00:09.000Z");
  });
  it("grows with a change, also within one millisecond and with a clock that went back", () => {
    const second = nextSnapshot(first.next, "t", { a: 2 }, at("2025-01-01T00:00:00Z"));
    expect(second.changed).toBe(true);
    expect(second.next.snapshot.version).toBe(first.next.snapshot.version + 1);
  });
  it("starts above every version of a state that was lost", () => {
    const later = nextSnapshot(undefined, "t", { a: 1 }, at("2026-01-02T00:00:00Z"));
    expect(later.next.snapshot.version).toBeGreaterThan(first.next.snapshot.version);
  });
});

describe("pace", () => {
  it("reads at once after a quiet time, and coalesces a burst", () => {
    expect(wakeDelayMs(10_000)).toBe(0);
    expect(wakeDelayMs(150)).toBe(0);
    expect(wakeDelayMs(20)).toBe(130);
  });
  it("backs off, within bounds and with jitter", () => {
    expect(backoffMs(1, "throttled", 0)).toBe(500);
    expect(backoffMs(1, "throttled", 1)).toBe(1_000);
    expect(backoffMs(4, "upstream", 1)).toBe(8_000);
    expect(backoffMs(500, "upstream", 1)).toBe(10_000);
    expect(backoffMs(500, "throttled", 1)).toBe(30_000);
    expect(backoffMs(1, "not_found", 1)).toBe(15_000);
  });
  it("never promises less than a slow read needs", () => {
    expect(promised(1_000)).toBe(5_000);
    expect(promised(15_000)).toBe(15_000);
  });
});

describe("topics", () => {
  registerTopic({
    prefix: "unit/thing",
    parts: 2,
    permission: "release.read",
    intervalMs: () => 1,
    read: async () => undefined,
  });
  it("finds a topic and decodes its parts", () => {
    expect(findTopic("unit/thing/a%2Fb/c")?.parts).toEqual(["a/b", "c"]);
  });
  it.each([
    "unit/thing",
    "unit/thing/a",
    "unit/thing/a/b/c",
    "unit/thingy/a/b",
    "unit/thing//b",
    "unit/thing/%/b",
    `unit/thing/${"a".repeat(700)}/b`,
    "",
  ])("refuses %s", (topic) => expect(findTopic(topic)).toBeUndefined());
  it("wakes by name and by prefix", () => {
    expect(covers("a/b", "a/b")).toBe(true);
    expect(covers("a/*", "a/b/c")).toBe(true);
    expect(covers("a/*", "ab/c")).toBe(false);
    expect(covers("a/b", "a/bc")).toBe(false);
  });
});

describe("parseCursor", () => {
  it("reads pairs and drops what is none", () => {
    expect([...parseCursor("releases/build/x%3A1:17,inbox:4,bad,:5,x:y,")]).toEqual([
      ["releases/build/x%3A1", 17],
      ["inbox", 4],
    ]);
    expect(parseCursor(null).size).toBe(0);
  });
});

describe("frameOf", () => {
  it("is one server-sent event, whatever the data holds", () => {
    const message = {
      event: "snapshot" as const,
      topic: "t",
      snapshot: {
        topic: "t",
        version: 1,
        confirmedAt: "x",
        intervalMs: 1,
        data: "line\n\nevent: fake",
      },
    };
    const text = new TextDecoder().decode(frameOf(message));
    expect(text.startsWith("event: snapshot\ndata: {")).toBe(true);
    expect(text.match(/\n/g)?.length).toBe(3);
    expect(frameOf(message)).toBe(frameOf(message));
  });
});

describe("parseEvent", () => {
  it("takes an EventBridge event", () => {
    const event = { source: "aws.s3", "detail-type": "x", detail: { a: 1 }, version: "0" };
    expect(parseEvent(JSON.stringify(event))?.source).toBe("aws.s3");
  });
  it.each(["", "{", "null", "[]", '{"source":1}', '{"source":"a","detail-type":"b","detail":"c"}'])(
    "drops %s",
    (body) => expect(parseEvent(body)).toBeUndefined(),
  );
});
