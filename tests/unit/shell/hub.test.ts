import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TabChannel, TabMessage } from "@/components/shell/live/channel";
import { createHub, type Hub, LEADER_SILENT_MS } from "@/components/shell/live/hub";
import type { LiveEntry } from "@/components/shell/live/reduce-live";
import type { StreamOwner } from "@/components/shell/live/stream";
import type { Topic } from "@/lib/live/model";
import { aSnapshot } from "./a-snapshot.ts";

/** A browser with tabs: one channel, one lock, one stream at a time. */
function aBrowser() {
  const channels = new Map<string, (message: TabMessage) => void>();
  const queue: { tab: string; elected: () => void; deposed: () => void }[] = [];
  const streams: { tab: string; topics: readonly Topic[]; owner: StreamOwner; closed: boolean }[] =
    [];
  let leader: (typeof queue)[number] | undefined;
  let deaf: string | undefined;
  const elect = () => {
    leader ??= queue.shift();
    return leader?.elected();
  };
  return {
    streams,
    live: () => streams.filter(({ closed }) => !closed),
    /** The leader's tab hangs: it says nothing more. */
    hang: () => {
      deaf = leader?.tab;
    },
    openTab(tab: string) {
      const shown = new Map<Topic, LiveEntry>();
      const applied: Topic[] = [];
      const state = { hidden: false };
      const channel: TabChannel = {
        send: (message) => {
          if (tab === deaf) return;
          for (const [other, hear] of channels) {
            if (other !== tab && other !== deaf) hear(structuredClone(message));
          }
        },
        listen: (listener) => void channels.set(tab, listener),
        close: () => void channels.delete(tab),
      };
      const hub: Hub = createHub(
        {
          tab,
          channel,
          now: () => Date.now(),
          hidden: () => state.hidden,
          stand: (fate) => {
            const candidate = { tab, ...fate };
            queue.push(candidate);
            queueMicrotask(() => leader ?? elect());
            return {
              steal: () => {
                queue.splice(queue.indexOf(candidate), 1);
                leader?.deposed();
                leader = candidate;
                candidate.elected();
              },
              resign: () => {
                fate.deposed();
                if (leader === candidate) {
                  leader = undefined;
                  elect();
                } else queue.splice(queue.indexOf(candidate), 1);
              },
            };
          },
          openStream: (owner) => {
            const stream = { tab, topics: [] as readonly Topic[], owner, closed: false };
            streams.push(stream);
            return {
              setTopics: (topics) => {
                stream.topics = topics;
              },
              wake: () => {},
              close: () => {
                stream.closed = true;
              },
            };
          },
        },
        (topic, entry) => {
          shown.set(topic, entry);
          applied.push(topic);
        },
      );
      return { hub, shown, applied, state };
    },
  };
}

const settle = () => vi.advanceTimersByTimeAsync(100);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the tabs of one browser", () => {
  it("tell the stream what came with the page, so that it is not sent again", async () => {
    const browser = aBrowser();
    const one = browser.openTab("one");
    await settle();
    const initial = aSnapshot({ topic: "inbox", version: 7 });
    one.hub.subscribe("inbox", initial);
    one.hub.subscribe("releases/pipelines");
    await settle();
    expect(browser.live()[0]?.owner.cursor()).toBe("inbox:7");
    const confirmedAt = new Date(Date.parse(initial.confirmedAt) + 1_000).toISOString();
    browser.live()[0]?.owner.event({ name: "confirm", topic: "inbox", confirmedAt });
    expect(one.shown.get("inbox")?.snapshot).toMatchObject({ version: 7, confirmedAt });
  });

  it("share one stream that carries what all of them want", async () => {
    const browser = aBrowser();
    const one = browser.openTab("one");
    await settle();
    const two = browser.openTab("two");
    one.hub.subscribe("inbox");
    two.hub.subscribe("releases/pipelines");
    await settle();
    expect(browser.live()).toHaveLength(1);
    expect(browser.live()[0]?.topics).toEqual(["inbox", "releases/pipelines"]);

    const snapshot = aSnapshot({ topic: "releases/pipelines" });
    browser.live()[0]?.owner.event({ name: "snapshot", snapshot });
    expect(two.shown.get("releases/pipelines")).toEqual({ snapshot });
    expect(one.shown.has("releases/pipelines")).toBe(false);
  });

  it("show the state of the leader's stream in every tab", async () => {
    const browser = aBrowser();
    const one = browser.openTab("one");
    const two = browser.openTab("two");
    await settle();
    browser.live()[0]?.owner.state("reconnecting");
    expect([one.hub.status().state, two.hub.status().state]).toEqual([
      "reconnecting",
      "reconnecting",
    ]);
  });

  it("give a new tab what is already known, without asking the server", async () => {
    const browser = aBrowser();
    const one = browser.openTab("one");
    one.hub.subscribe("inbox");
    await settle();
    const snapshot = aSnapshot({ version: 7 });
    browser.live()[0]?.owner.event({ name: "snapshot", snapshot });
    const two = browser.openTab("two");
    two.hub.subscribe("inbox");
    await settle();
    expect(two.shown.get("inbox")).toEqual({ snapshot });
  });

  it("fail over when the leader's tab closes, and keep every tab's topics", async () => {
    const browser = aBrowser();
    const one = browser.openTab("one");
    await settle();
    const two = browser.openTab("two");
    const three = browser.openTab("three");
    one.hub.subscribe("inbox");
    two.hub.subscribe("a");
    three.hub.subscribe("b");
    await settle();
    one.hub.close();
    await settle();
    expect(browser.live().map(({ tab, topics }) => [tab, topics])).toEqual([["two", ["a", "b"]]]);
  });

  it("take the lead from a tab that hangs", async () => {
    const browser = aBrowser();
    browser.openTab("one");
    await settle();
    const two = browser.openTab("two");
    two.hub.subscribe("inbox");
    await settle();
    browser.hang();
    await vi.advanceTimersByTimeAsync(LEADER_SILENT_MS + 10_000);
    expect(browser.live().map(({ tab }) => tab)).toEqual(["two"]);
    expect(browser.live()[0]?.topics).toEqual(["inbox"]);
  });

  it("leave the lead alone while it speaks, though nothing changes", async () => {
    const browser = aBrowser();
    browser.openTab("one");
    await settle();
    browser.openTab("two").hub.subscribe("inbox");
    await vi.advanceTimersByTimeAsync(600_000);
    expect(browser.streams.map(({ tab }) => tab)).toEqual(["one"]);
  });

  it("draw nothing while hidden and the newest when seen again", async () => {
    const browser = aBrowser();
    const { hub, applied, shown, state } = browser.openTab("one");
    hub.subscribe("inbox");
    await settle();
    state.hidden = true;
    for (const version of [1, 2, 3]) {
      browser.live()[0]?.owner.event({ name: "snapshot", snapshot: aSnapshot({ version }) });
    }
    expect(applied).toEqual([]);
    state.hidden = false;
    hub.refresh();
    expect(applied).toEqual(["inbox"]);
    expect(shown.get("inbox")?.snapshot?.version).toBe(3);
  });

  it("tell the server only what they hold in full", async () => {
    const browser = aBrowser();
    const { hub } = browser.openTab("one");
    const leave = hub.subscribe("a");
    hub.subscribe("b");
    await settle();
    const owner = browser.live()[0]?.owner;
    owner?.event({ name: "snapshot", snapshot: aSnapshot({ topic: "a", version: 4 }) });
    owner?.event({
      name: "problem",
      topic: "b",
      problem: { code: "upstream", message: "No answer.", since: "2026-11-24T12:00:00Z" },
    });
    expect(owner?.cursor()).toBe("a:4");
    leave();
    await settle();
    expect(owner?.cursor()).toBe("");
  });

  it("do not take a page change for a loss of interest", async () => {
    const browser = aBrowser();
    const { hub } = browser.openTab("one");
    const leave = hub.subscribe("inbox");
    await settle();
    leave();
    hub.subscribe("inbox");
    await settle();
    expect(browser.live()[0]?.topics).toEqual(["inbox"]);
  });
});
