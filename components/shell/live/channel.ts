import type { LiveEvent } from "@/components/shell/live/live-event";
import type { LiveEntry } from "@/components/shell/live/reduce-live";
import type { StreamState } from "@/components/shell/live/stream";
import type { Topic } from "@/lib/live/model";

/** What the tabs of one browser say to each other. */
export type TabMessage =
  /** A tab wants these topics; also its sign of life. */
  | { kind: "want"; tab: string; topics: Topic[] }
  | { kind: "gone"; tab: string }
  /** A new leader asks everybody what they want. */
  | { kind: "ask" }
  | { kind: "event"; event: LiveEvent }
  /** What the leader knows of topics that a tab has just begun to want. */
  | { kind: "entries"; tab: string; entries: [Topic, LiveEntry][] }
  /** The leader's stream; said on every change and every ten seconds. */
  | { kind: "state"; state: StreamState }
  /** A tab's person asks to try again now. */
  | { kind: "wake" };

export interface TabChannel {
  send: (message: TabMessage) => void;
  listen: (listener: (message: TabMessage) => void) => void;
  close: () => void;
}

/** The browser's own channel; undefined where it has none. */
export function openTabChannel(name: string): TabChannel | undefined {
  if (typeof BroadcastChannel === "undefined") return undefined;
  const channel = new BroadcastChannel(name);
  return {
    send: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.onmessage = (event: MessageEvent<TabMessage>) => listener(event.data);
    },
    close: () => channel.close(),
  };
}
