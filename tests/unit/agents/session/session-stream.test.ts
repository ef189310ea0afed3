import { afterEach, describe, expect, it, vi } from "vitest";
import { createSessionStream, type StreamState } from "@/components/agents/session/session-stream";
import type { JournalEntry } from "@/lib/agents/events";
import { createEventReader } from "@/lib/agents/read-event-stream";

describe("reading an event stream", () => {
  const readAll = (pieces: string[]) => {
    const got: { id?: string; data: string }[] = [];
    const read = createEventReader((event) => got.push(event));
    for (const piece of pieces) read(piece);
    return got;
  };
  const whole = 'id: 7\r\ndata: [{"seq":7}]\r\n\r\n: beat\n\ndata: a\ndata: b\n\n';
  const parts = [
    { id: "7", data: '[{"seq":7}]' },
    { id: "7", data: "a\nb" },
  ];
  it("gives the same however it is cut", () => {
    expect(readAll([whole])).toEqual(parts);
    expect(readAll([...whole])).toEqual(parts);
    for (let at = 1; at < whole.length; at += 1)
      expect(readAll([whole.slice(0, at), whole.slice(at)])).toEqual(parts);
  });
});

describe("following a session", () => {
  afterEach(() => vi.useRealTimers());

  /** Answers each connection by hand: its address, and ways to send and to cut. */
  function aWorld() {
    const connections: {
      url: string;
      send(text: string): void;
      cut(): void;
      signal: AbortSignal;
    }[] = [];
    const statuses: number[] = [];
    const states: StreamState[] = [];
    const entries: JournalEntry[] = [];
    let cursor = 3;
    const stream = createSessionStream(
      "ses_1",
      {
        cursor: () => cursor,
        entries: (more) => {
          entries.push(...more);
          cursor = more.at(-1)?.seq ?? cursor;
        },
        state: (state) => states.push(state),
        heard: () => {},
      },
      {
        random: () => 0,
        fetch: async (url, init) => {
          const status = statuses.shift() ?? 200;
          const signal = init?.signal as AbortSignal;
          let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
          const body = new ReadableStream<Uint8Array>({
            start(given) {
              controller = given;
              signal.addEventListener("abort", () => given.error(new Error("aborted")));
            },
          });
          connections.push({
            url: String(url),
            signal,
            send: (text) => controller?.enqueue(new TextEncoder().encode(text)),
            cut: () => controller?.close(),
          });
          return new Response(status === 200 ? body : null, { status });
        },
      },
    );
    return { stream, connections, statuses, states, entries };
  }
  const event = (seq: number) => `id: ${seq}\ndata: [{"seq":${seq}}]\n\n`;

  it("goes on from its cursor when it was cut, and says so meanwhile", async () => {
    vi.useFakeTimers();
    const { stream, connections, states, entries } = aWorld();
    stream.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(connections[0]?.url).toContain("after=3");
    connections[0]?.send(event(4));
    await vi.advanceTimersByTimeAsync(0);
    connections[0]?.cut();
    await vi.advanceTimersByTimeAsync(0);
    expect(states).toEqual(["connecting", "live", "reconnecting"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(connections[1]?.url).toContain("after=4");
    expect(states.at(-1)).toBe("live");
    expect(entries.map(({ seq }) => seq)).toEqual([4]);
    stream.pause();
  });

  it("takes silence for death, though the connection stands", async () => {
    vi.useFakeTimers();
    const { stream, connections, states } = aWorld();
    stream.open();
    await vi.advanceTimersByTimeAsync(20_000);
    connections[0]?.send(": beat\n\n");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(states.at(-1)).toBe("live");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(connections[0]?.signal.aborted).toBe(true);
    expect(states).toContain("reconnecting");
    stream.pause();
  });

  it("asks nothing while nobody looks, and no more once it may not", async () => {
    vi.useFakeTimers();
    const { stream, connections, statuses, states } = aWorld();
    stream.open();
    await vi.advanceTimersByTimeAsync(0);
    stream.pause();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connections).toHaveLength(1);
    expect(states.at(-1)).toBe("paused");
    statuses.push(403);
    stream.open();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connections).toHaveLength(2);
    expect(states.at(-1)).toBe("ended");
  });
});
