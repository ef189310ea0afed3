import { backoff } from "@/components/shell/live/backoff";
import type { JournalEntry } from "@/lib/agents/events";
import { createEventReader } from "@/lib/agents/read-event-stream";
import { sessionReadUrls } from "@/lib/agents/read-urls";

/** Heartbeats come every 15 s: nothing heard for this long is a dead stream, whatever the socket says. */
const DEAD_AFTER_MS = 25_000;

/** `paused`: nobody looks, so nothing is asked · `ended`: it may not be read (any more). */
export type StreamState = "connecting" | "live" | "reconnecting" | "paused" | "ended";

export interface StreamOwner {
  /** Of the last entry that is known; asked at each connection. */
  cursor: () => number;
  entries: (entries: JournalEntry[]) => void;
  state: (state: StreamState) => void;
  /** Something was heard, an entry or a heartbeat. */
  heard: () => void;
}

export interface SessionStream {
  open: () => void;
  /** Until `open`. */
  pause: () => void;
}

const ENDS: readonly number[] = [401, 403, 404];

/** Follows one session's journal by `fetch`, and heals itself from its cursor. */
export function createSessionStream(
  id: string,
  on: StreamOwner,
  world: { fetch: typeof fetch; random: () => number } = {
    fetch: (...given) => fetch(...given),
    random: Math.random,
  },
): SessionStream {
  let current: AbortController | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let state: StreamState = "paused";
  const tell = (next: StreamState) => {
    if (next === state) return;
    state = next;
    on.state(next);
  };

  async function connect(controller: AbortController): Promise<boolean> {
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => controller.abort(), DEAD_AFTER_MS);
    };
    heard();
    try {
      const response = await world.fetch(sessionReadUrls.stream(id, on.cursor()), {
        signal: controller.signal,
        headers: { accept: "text/event-stream" },
        cache: "no-store",
      });
      if (ENDS.includes(response.status)) return false;
      if (!response.ok || !response.body) return true;
      tell("live");
      on.heard();
      const read = createEventReader(({ data }) => on.entries(JSON.parse(data) as JournalEntry[]));
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return true;
        attempt = 0;
        heard();
        on.heard();
        read(decoder.decode(value, { stream: true }));
      }
    } catch {
      return true;
    } finally {
      clearTimeout(silence);
    }
  }

  const open = () => {
    clearTimeout(again);
    const controller = new AbortController();
    current = controller;
    void connect(controller).then((goOn) => {
      if (current !== controller) return;
      current = undefined;
      controller.abort();
      if (!goOn) return tell("ended");
      tell("reconnecting");
      again = setTimeout(open, backoff(attempt++, world.random));
    });
  };
  return {
    open() {
      if (current) return;
      attempt = 0;
      if (state === "paused") tell("connecting");
      open();
    },
    pause() {
      clearTimeout(again);
      const before = current;
      current = undefined;
      before?.abort();
      tell("paused");
    },
  };
}
