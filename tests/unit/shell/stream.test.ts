import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveEvent } from "@/components/shell/live/live-event";
import { createStream, DEAD_AFTER_MS, type StreamState } from "@/components/shell/live/stream";
import { aSnapshot } from "./a-snapshot.ts";

/** Stands where the browser's EventSource would; the test is the server. */
class FakeSource extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
  close() {
    this.closed = true;
  }
  say(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

function aStream({ status = 503 } = {}) {
  const sources: FakeSource[] = [];
  const states: StreamState[] = [];
  const events: LiveEvent[] = [];
  const world = { status, online: true, cursor: "" };
  const stream = createStream(
    {
      open: (url) => {
        const source = new FakeSource(url);
        sources.push(source);
        return source as unknown as EventSource;
      },
      probe: async () => world.status,
      online: () => world.online,
      random: () => 0,
    },
    {
      event: (event) => events.push(event),
      state: (state) => states.push(state),
      cursor: () => world.cursor,
    },
  );
  const source = (at: number): FakeSource => {
    const found = sources[at];
    if (!found) throw new Error(`there is no connection ${at}`);
    return found;
  };
  return { stream, sources, source, states, events, world };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("createStream", () => {
  it("opens one connection for its topics and passes on what it hears", () => {
    const { stream, source, states, events } = aStream();
    stream.setTopics(["inbox", "releases/pipeline/a%2Cb"]);
    expect(source(0).url).toBe("/api/live?topics=inbox,releases%2Fpipeline%2Fa%252Cb");
    source(0).onopen?.();
    source(0).say("snapshot", aSnapshot());
    expect(states).toEqual(["connecting", "live"]);
    expect(events).toEqual([{ name: "snapshot", snapshot: aSnapshot() }]);
  });

  it("hears the new connection before it closes the old one when topics change", () => {
    const { stream, sources, source, events, world } = aStream();
    stream.setTopics(["a"]);
    source(0).onopen?.();
    world.cursor = "a:3";
    stream.setTopics(["a", "b"]);
    expect(source(1).url).toBe("/api/live?topics=a,b&cursor=a%3A3");
    source(0).say("snapshot", aSnapshot({ topic: "a" }));
    expect(source(0).closed).toBe(false);
    source(1).onopen?.();
    expect(source(0).closed).toBe(true);
    source(0).say("snapshot", aSnapshot({ topic: "a", version: 9 }));
    expect(events).toHaveLength(1);
    expect(sources).toHaveLength(2);
  });

  it("keeps the old connection when the new one fails, and tries again", async () => {
    const { stream, sources, source, states } = aStream();
    stream.setTopics(["a"]);
    source(0).onopen?.();
    stream.setTopics(["a", "b"]);
    source(1).onerror?.();
    expect(source(0).closed).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(sources).toHaveLength(3);
    expect(states.at(-1)).toBe("live");
  });

  it("calls a connection dead after 25 s of silence, and says so", async () => {
    const { stream, sources, source, states } = aStream();
    stream.setTopics(["a"]);
    source(0).onopen?.();
    await vi.advanceTimersByTimeAsync(20_000);
    source(0).say("beat", {});
    await vi.advanceTimersByTimeAsync(DEAD_AFTER_MS - 1);
    expect(states.at(-1)).toBe("live");
    await vi.advanceTimersByTimeAsync(1);
    expect(states.at(-1)).toBe("reconnecting");
    expect(source(0).closed).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    source(1).onopen?.();
    expect(states.at(-1)).toBe("live");
    expect(sources).toHaveLength(2);
  });

  it("waits longer with each failure and starts anew after a success", async () => {
    const { stream, sources, source } = aStream();
    stream.setTopics(["a"]);
    const opened = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms);
      return sources.length;
    };
    source(0).onerror?.();
    expect(await opened(249)).toBe(1);
    expect(await opened(1)).toBe(2);
    source(1).onerror?.();
    expect(await opened(499)).toBe(2);
    expect(await opened(1)).toBe(3);
    source(2).onopen?.();
    source(2).onerror?.();
    expect(await opened(250)).toBe(4);
  });

  it("asks for a sign-in on 401 and leaves it at that", async () => {
    const { stream, sources, source, states } = aStream({ status: 401 });
    stream.setTopics(["a"]);
    source(0).onerror?.();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(states.at(-1)).toBe("signed-out");
    expect(sources).toHaveLength(1);
  });

  it("does not try without a network, and does at once when it is back", async () => {
    const { stream, sources, source, states, world } = aStream();
    stream.setTopics(["a"]);
    source(0).onopen?.();
    world.online = false;
    source(0).onerror?.();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(states.at(-1)).toBe("offline");
    expect(sources).toHaveLength(1);
    world.online = true;
    stream.wake();
    source(1).onopen?.();
    expect(states.at(-1)).toBe("live");
  });

  it("gives up a connection that neither opens nor fails", async () => {
    const { stream, sources, source } = aStream();
    stream.setTopics(["a"]);
    await vi.advanceTimersByTimeAsync(DEAD_AFTER_MS + 1000);
    expect(source(0).closed).toBe(true);
    expect(sources).toHaveLength(2);
  });

  it("closes for good when nothing is wanted", async () => {
    const { stream, sources, source, states } = aStream();
    stream.setTopics(["a"]);
    source(0).onopen?.();
    stream.setTopics([]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(source(0).closed).toBe(true);
    expect(states.at(-1)).toBe("idle");
    expect(sources).toHaveLength(1);
  });
});
