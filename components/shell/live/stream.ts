import { backoff } from "@/components/shell/live/backoff";
import { type LiveEvent, parseLiveEvent } from "@/components/shell/live/live-event";
import { sameTopics } from "@/components/shell/live/merge-topics";
import { LIVE_EVENTS, type Topic } from "@/lib/live/model";

/** Nothing heard for this long: the stream is dead, whatever the socket says. */
export const DEAD_AFTER_MS = 25_000;

export type StreamState =
  | "idle"
  | "connecting"
  | "live"
  | "reconnecting"
  | "offline"
  | "signed-out";

/** What a stream needs of the browser; tests give their own. */
export interface StreamWorld {
  open: (url: string) => EventSource;
  /** HTTP status of the stream's address now; 0: not reachable. */
  probe: (url: string) => Promise<number>;
  online: () => boolean;
  random: () => number;
}

export interface StreamOwner {
  event: (event: LiveEvent) => void;
  state: (state: StreamState) => void;
  /** The versions that need not be sent again: `topic:version,…`. */
  cursor: () => string;
}

export interface Stream {
  setTopics: (topics: readonly Topic[]) => void;
  /** Tries at once: the machine is back online, or the person asked. */
  wake: () => void;
  close: () => void;
}

const address = (topics: readonly Topic[], cursor: string): string =>
  `/api/live?topics=${topics.map(encodeURIComponent).join(",")}${
    cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""
  }`;

/**
 * One event stream that heals itself. When the topics change, the new connection is heard before
 * the old one is closed, so nothing is missed in between.
 */
export function createStream(world: StreamWorld, on: StreamOwner): Stream {
  let topics: readonly Topic[] = [];
  let current: EventSource | undefined;
  let upcoming: EventSource | undefined;
  let attempt = 0;
  let state: StreamState = "idle";
  let silence: ReturnType<typeof setTimeout> | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const tell = (next: StreamState) => {
    if (next === state) return;
    state = next;
    on.state(next);
  };
  const drop = () => {
    clearTimeout(silence);
    clearTimeout(pause);
    current?.close();
    upcoming?.close();
    current = undefined;
    upcoming = undefined;
  };

  const heard = (source: EventSource) => {
    if (closed || (source !== upcoming && source !== current)) return false;
    if (source === upcoming) {
      current?.close();
      current = source;
      upcoming = undefined;
    }
    attempt = 0;
    clearTimeout(silence);
    silence = setTimeout(lost, DEAD_AFTER_MS);
    tell("live");
    return true;
  };

  function connect() {
    clearTimeout(pause);
    if (closed || topics.length === 0) return;
    if (!world.online()) return tell("offline");
    upcoming?.close();
    const url = address(topics, on.cursor());
    const source = world.open(url);
    upcoming = source;
    const failed = () => {
      if (source === upcoming && current) {
        // The old connection still speaks: keep it, and try for the new topics again.
        source.close();
        upcoming = undefined;
        pause = setTimeout(connect, backoff(attempt++, world.random));
      } else if (source === upcoming || source === current) void lost(url);
    };
    // A connection that neither opens nor fails is as dead as one that fell silent.
    const opening = setTimeout(() => source === upcoming && failed(), DEAD_AFTER_MS);
    source.onopen = () => {
      clearTimeout(opening);
      heard(source);
    };
    source.onerror = () => {
      clearTimeout(opening);
      failed();
    };
    for (const name of LIVE_EVENTS) {
      source.addEventListener(name, (message) => {
        if (!heard(source)) return;
        const event = parseLiveEvent(name, message.data);
        if (event) on.event(event);
      });
    }
  }

  async function lost(url = address(topics, on.cursor())) {
    drop();
    if (closed) return;
    if (!world.online()) return tell("offline");
    tell(state === "idle" || state === "connecting" ? "connecting" : "reconnecting");
    const status = await world.probe(url);
    if (closed || current || upcoming) return;
    if (status === 401) return tell("signed-out");
    tell("reconnecting");
    clearTimeout(pause);
    pause = setTimeout(connect, backoff(attempt++, world.random));
  }

  return {
    setTopics(next) {
      if (sameTopics(topics, next)) return;
      topics = next;
      if (next.length === 0) {
        drop();
        return tell("idle");
      }
      if (state === "signed-out" || state === "offline") return;
      if (!current) tell(state === "reconnecting" ? "reconnecting" : "connecting");
      connect();
    },
    wake() {
      if (closed || current || topics.length === 0) return;
      attempt = 0;
      tell("reconnecting");
      connect();
    },
    close() {
      closed = true;
      drop();
    },
  };
}
