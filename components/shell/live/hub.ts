import type { TabChannel, TabMessage } from "@/components/shell/live/channel";
import type { Candidate } from "@/components/shell/live/leader";
import type { LiveEvent } from "@/components/shell/live/live-event";
import { mergeTopics, type TabWish } from "@/components/shell/live/merge-topics";
import { type LiveEntry, reduceLive } from "@/components/shell/live/reduce-live";
import { clockOffset } from "@/components/shell/live/staleness";
import type { Stream, StreamOwner, StreamState } from "@/components/shell/live/stream";
import type { Snapshot, Topic } from "@/lib/live/model";

/** A follower that hears nothing from its leader for this long takes the lead. */
export const LEADER_SILENT_MS = 30_000;
const PULSE_MS = 10_000;
/** A page change unsubscribes and subscribes: wait for it to be over. */
const SETTLE_MS = 60;

export interface LiveStatus {
  state: StreamState;
  /** Server's clock minus ours, ms. */
  offset: number;
}

/** What the hub needs of the browser; tests give their own. */
export interface HubWorld {
  tab: string;
  channel: TabChannel | undefined;
  openStream: (owner: StreamOwner) => Stream;
  stand: (on: { elected: () => void; deposed: () => void }) => Candidate;
  hidden: () => boolean;
  now: () => number;
}

export interface Hub {
  /**
   * Wants a topic until the returned function is called. `initial` is what came with the page: the
   * stream then confirms it instead of sending it again.
   */
  subscribe: (topic: Topic, initial?: Snapshot) => () => void;
  status: () => LiveStatus;
  onStatus: (listener: () => void) => () => void;
  /** The tab came into view, or the machine back online. */
  refresh: () => void;
  wake: () => void;
  close: () => void;
}

/** One per tab: knows what this tab wants, leads or follows, and hands entries to `apply`. */
export function createHub(world: HubWorld, apply: (topic: Topic, entry: LiveEntry) => void): Hub {
  const wanted = new Map<Topic, number>();
  const tabs = new Map<string, TabWish>();
  const known = new Map<Topic, LiveEntry>();
  const unseen = new Set<Topic>();
  const listeners = new Set<() => void>();
  let status: LiveStatus = { state: "connecting", offset: 0 };
  let stream: Stream | undefined;
  let settle: ReturnType<typeof setTimeout> | undefined;
  let heardAt = world.now();

  const setStatus = (next: Partial<LiveStatus>) => {
    if (Object.entries(next).every(([key, value]) => status[key as keyof LiveStatus] === value))
      return;
    status = { ...status, ...next };
    for (const listener of listeners) listener();
  };
  const show = (topic: Topic) => {
    const entry = known.get(topic);
    if (!entry || !wanted.has(topic)) return;
    // A hidden tab keeps what it hears and draws nothing.
    if (world.hidden()) unseen.add(topic);
    else apply(topic, entry);
  };
  const learn = (event: LiveEvent) => {
    if (event.name === "beat") {
      if (event.at) setStatus({ offset: clockOffset(event.at, world.now()) });
      return;
    }
    const topic = event.name === "snapshot" ? event.snapshot.topic : event.topic;
    const before = known.get(topic);
    const entry = reduceLive(before, event);
    if (entry === before) return;
    known.set(topic, entry);
    show(topic);
  };

  /** A follower keeps nothing of what only other tabs look at. */
  const concerns = (event: LiveEvent) =>
    event.name === "beat" ||
    wanted.has(event.name === "snapshot" ? event.snapshot.topic : event.topic);
  /** Only what is here in full may be confirmed without being sent again. */
  const cursor = () =>
    [...known]
      .flatMap(([topic, { snapshot }]) => (snapshot ? [`${topic}:${snapshot.version}`] : []))
      .join(",");

  const speak = () => {
    const topics = [...wanted.keys()];
    tabs.set(world.tab, { topics, heardAt: world.now() });
    world.channel?.send({ kind: "want", tab: world.tab, topics });
    listenFor();
  };
  /** The leader's stream carries what all tabs want. */
  const listenFor = () => {
    if (!stream) return;
    tabs.set(world.tab, { topics: [...wanted.keys()], heardAt: world.now() });
    const topics = mergeTopics(tabs.values(), world.now());
    stream.setTopics(topics);
    // What nobody listens for any more only grows old.
    for (const topic of known.keys()) if (!topics.includes(topic)) known.delete(topic);
  };

  const hear = (message: TabMessage) => {
    if (message.kind === "want") {
      const before = tabs.get(message.tab)?.topics ?? [];
      tabs.set(message.tab, { topics: message.topics, heardAt: world.now() });
      if (!stream) return;
      const entries = message.topics.flatMap((topic): [Topic, LiveEntry][] => {
        const entry = before.includes(topic) ? undefined : known.get(topic);
        return entry ? [[topic, entry]] : [];
      });
      if (entries.length > 0) world.channel?.send({ kind: "entries", tab: message.tab, entries });
      world.channel?.send({ kind: "state", state: status.state });
      listenFor();
    } else if (message.kind === "gone") {
      tabs.delete(message.tab);
      listenFor();
    } else if (message.kind === "ask") speak();
    else if (message.kind === "wake") stream?.wake();
    else if (!stream) {
      heardAt = world.now();
      if (message.kind === "event") {
        if (concerns(message.event)) learn(message.event);
      } else if (message.kind === "state") setStatus({ state: message.state });
      else if (message.tab === world.tab) {
        for (const [, entry] of message.entries) {
          if (entry.snapshot) learn({ name: "snapshot", snapshot: entry.snapshot });
        }
      }
    }
  };
  world.channel?.listen(hear);

  const candidate = world.stand({
    elected: () => {
      stream = world.openStream({
        cursor,
        event: (event) => {
          learn(event);
          world.channel?.send({ kind: "event", event });
        },
        state: (state) => {
          setStatus({ state });
          world.channel?.send({ kind: "state", state });
        },
      });
      world.channel?.send({ kind: "ask" });
      listenFor();
    },
    deposed: () => {
      stream?.close();
      stream = undefined;
      heardAt = world.now();
    },
  });

  const pulse = setInterval(() => {
    if (stream) {
      world.channel?.send({ kind: "state", state: status.state });
      listenFor();
      return;
    }
    speak();
    if (!world.hidden() && world.now() - heardAt > LEADER_SILENT_MS) {
      setStatus({ state: "reconnecting" });
      heardAt = world.now();
      candidate.steal();
    }
  }, PULSE_MS);

  return {
    subscribe(topic, initial) {
      wanted.set(topic, (wanted.get(topic) ?? 0) + 1);
      if (initial) {
        known.set(topic, reduceLive(known.get(topic), { name: "snapshot", snapshot: initial }));
      }
      show(topic);
      clearTimeout(settle);
      settle = setTimeout(speak, SETTLE_MS);
      return () => {
        const left = (wanted.get(topic) ?? 1) - 1;
        if (left > 0) wanted.set(topic, left);
        else wanted.delete(topic);
        clearTimeout(settle);
        settle = setTimeout(speak, SETTLE_MS);
      };
    },
    status: () => status,
    onStatus(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh() {
      for (const topic of unseen) show(topic);
      if (!world.hidden()) unseen.clear();
      if (status.state === "offline") this.wake();
    },
    wake() {
      if (stream) stream.wake();
      else world.channel?.send({ kind: "wake" });
    },
    close() {
      clearInterval(pulse);
      clearTimeout(settle);
      candidate.resign();
      world.channel?.send({ kind: "gone", tab: world.tab });
      world.channel?.close();
    },
  };
}
