import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Snapshot } from "@/lib/live/model";
import { ROLES, type Role } from "@/lib/platform/permissions";
import { openStreams } from "@/server/live/count-streams";
import { hub } from "@/server/live/hub";
import { openStream, type StreamRequest } from "@/server/live/open-stream";
import { readSnapshot } from "@/server/live/read-snapshot";
import { registerTopic } from "@/server/live/registry";
import type { Person } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { runShutdown } from "@/server/platform/shutdown";
import { setConsoleEnv } from "../../fixtures/set-console-env.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

// Without Redis, so that what is told is this process's own.
setConsoleEnv();

const truth = new Map<string, unknown>();
const reads = new Map<string, number>();

beforeAll(() => {
  registerTopic<unknown>({
    prefix: "stream/thing",
    parts: 1,
    permission: "release.read",
    intervalMs: () => 200,
    read: async ([part = ""]) => {
      reads.set(part, (reads.get(part) ?? 0) + 1);
      const value = truth.get(part);
      if (value instanceof Error) throw value;
      return value;
    },
  });
  registerTopic<unknown>({
    prefix: "stream/secret",
    parts: 0,
    permission: "user.manage",
    intervalMs: () => 200,
    read: async () => "secret",
  });
});
beforeEach(() => vi.useRealTimers());
afterEach(async () => {
  vi.useRealTimers();
  await hub().close();
});

const aPerson = (role: Role = "viewer"): Person => ({
  id: "1",
  name: "Ada",
  email: "ada@example.org",
  role,
});

interface Seen {
  event: string;
  data: Record<string, unknown> & Partial<Snapshot>;
  id?: string;
}

/** A browser that reads everything as it comes. */
function aBrowser(over: Partial<StreamRequest> & { topics: string[] }) {
  const controller = new AbortController();
  const person = over.person ?? aPerson();
  const stream = openStream({
    cursor: new Map(),
    person,
    recheck: async () => person,
    signal: controller.signal,
    ...over,
  });
  const seen: Seen[] = [];
  const state = { text: "", closed: false };
  const read = async () => {
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      state.text += decoder.decode(value, { stream: true });
      const blocks = state.text.split("\n\n");
      state.text = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = block.match(/^event: (.*)$/m)?.[1];
        if (!event) continue;
        seen.push({
          event,
          data: JSON.parse(block.match(/^data: (.*)$/m)?.[1] ?? "null"),
          id: block.match(/^id: (.*)$/m)?.[1],
        });
      }
    }
    state.closed = true;
  };
  return { stream, seen, state, read, close: () => controller.abort() };
}

describe("a stream", () => {
  it("tells the snapshot, then what changes, with a cursor to resume from", async () => {
    truth.set("a", { n: 1 });
    const browser = aBrowser({ topics: ["stream/thing/a"] });
    void browser.read();
    await waitFor("the first", () => browser.seen.some((one) => one.event === "snapshot"));
    truth.set("a", { n: 2 });
    hub().wake(["stream/thing/a"]);
    const second = await waitFor("the second", () =>
      browser.seen.find((one) => (one.data.data as { n?: number } | undefined)?.n === 2),
    );
    expect(second.id).toBe(`stream/thing/a:${second.data.version}`);
    await waitFor("a confirmation", () => browser.seen.some((one) => one.event === "confirm"));
    browser.close();
    await waitFor("the end", () => browser.state.closed);
    expect(openStreams()).toBe(0);
  });

  it("sends to a tab that has the newest version only the confirmation", async () => {
    truth.set("b", "same");
    const first = aBrowser({ topics: ["stream/thing/b"] });
    void first.read();
    const had = await waitFor("a snapshot", () =>
      first.seen.find((one) => one.event === "snapshot"),
    );
    const version = had.data.version ?? 0;
    const back = aBrowser({
      topics: ["stream/thing/b"],
      cursor: new Map([["stream/thing/b", version]]),
    });
    void back.read();
    await waitFor("a confirmation", () => back.seen.length > 0);
    expect(back.seen[0]?.event).toBe("confirm");
    const behind = aBrowser({
      topics: ["stream/thing/b"],
      cursor: new Map([["stream/thing/b", version - 1]]),
    });
    void behind.read();
    await waitFor("a snapshot", () => behind.seen.some((one) => one.event === "snapshot"));
    for (const one of [first, back, behind]) one.close();
  });

  it("keeps only the newest for a browser that reads slowly, within bounds", async () => {
    const big = "x".repeat(200_000);
    truth.set("slow", { n: 0, big });
    const slow = aBrowser({ topics: ["stream/thing/slow"] });
    const fast = aBrowser({ topics: ["stream/thing/slow"] });
    void fast.read();
    for (let n = 1; n <= 8; n += 1) {
      truth.set("slow", { n, big });
      hub().wake(["stream/thing/slow"]);
      await waitFor(`change ${n}`, () =>
        fast.seen.some((one) => (one.data.data as { n?: number } | undefined)?.n === n),
      );
    }
    void slow.read();
    await waitFor("the newest", () =>
      slow.seen.some((one) => (one.data.data as { n?: number } | undefined)?.n === 8),
    );
    expect(slow.seen.filter((one) => one.event === "snapshot").length).toBeLessThanOrEqual(3);
    slow.close();
    fast.close();
  });

  it("says what is not there and what is not allowed, and carries the rest", async () => {
    truth.set("c", "fine");
    const browser = aBrowser({
      topics: ["stream/thing/c", "stream/secret", "nowhere/at/all"],
    });
    void browser.read();
    await waitFor("the snapshot", () => browser.seen.some((one) => one.event === "snapshot"));
    const problems = browser.seen.filter((one) => one.event === "problem");
    expect(
      problems.map((one) => [one.data.topic, (one.data.problem as { code: string }).code]),
    ).toEqual([
      ["stream/secret", "forbidden"],
      ["nowhere/at/all", "not_found"],
    ]);
    expect(browser.seen.some((one) => one.data.data === "secret")).toBe(false);
    browser.close();
  });

  it("tells a failure with its sentence, keeps the old data, and never calls it new", async () => {
    truth.set("d", "old");
    const early = aBrowser({ topics: ["stream/thing/d"] });
    void early.read();
    await waitFor("the snapshot", () => early.seen.some((one) => one.event === "snapshot"));
    truth.set("d", new AppError("throttled", "CodePipeline is throttling requests."));
    await waitFor("the problem", () => early.seen.some((one) => one.event === "problem"));
    const late = aBrowser({ topics: ["stream/thing/d"] });
    void late.read();
    const snapshot = await waitFor("the old data", () =>
      late.seen.find((one) => one.event === "snapshot"),
    );
    expect(snapshot.data.data).toBe("old");
    expect(snapshot.data.problem?.message).toBe("CodePipeline is throttling requests.");
    const mark = early.seen.length;
    truth.set("d", "old");
    await waitFor("the recovery", () =>
      early.seen.slice(mark).some((one) => one.event === "confirm"),
    );
    early.close();
    late.close();
  });

  it("beats every ten seconds and ends with the session", async () => {
    truth.set("e", "x");
    vi.useFakeTimers();
    let signedIn = true;
    const browser = aBrowser({
      topics: ["stream/thing/e"],
      recheck: async () => {
        if (!signedIn) throw new AppError("unauthenticated", "You are signed out.");
        return aPerson();
      },
    });
    void browser.read();
    await vi.advanceTimersByTimeAsync(30_500);
    expect(browser.seen.filter((one) => one.event === "beat").length).toBe(3);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(browser.state.closed).toBe(false);
    signedIn = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(browser.state.closed).toBe(true);
  });

  it.each(ROLES)("leaves a topic that %s may no longer see", async (role) => {
    vi.useFakeTimers();
    const browser = aBrowser({
      topics: ["stream/secret"],
      person: aPerson("admin"),
      recheck: async () => aPerson(role),
    });
    void browser.read();
    await vi.advanceTimersByTimeAsync(61_000);
    const refused = browser.seen.some(
      (one) =>
        one.event === "problem" && (one.data.problem as { code: string }).code === "forbidden",
    );
    expect(refused).toBe(role !== "admin");
    browser.close();
  });

  it("closes when the process ends", async () => {
    truth.set("f", "x");
    const browser = aBrowser({ topics: ["stream/thing/f"] });
    void browser.read();
    await waitFor("the snapshot", () => browser.seen.length > 0);
    await runShutdown();
    await waitFor("the end", () => browser.state.closed);
  });
});

describe("readSnapshot", () => {
  it("reads once for many who ask at the same moment", async () => {
    truth.set("flight", "x");
    const asked = Array.from({ length: 30 }, () =>
      readSnapshot({ person: aPerson() }, "stream/thing/flight"),
    );
    const answers = await Promise.all(asked);
    expect(reads.get("flight")).toBe(1);
    expect(new Set(answers.map((one) => one.version)).size).toBe(1);
  });
  it("refuses what the person may not see, and what is not there", async () => {
    await expect(readSnapshot({ person: aPerson() }, "stream/secret")).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(readSnapshot({ person: aPerson() }, "x/y")).rejects.toMatchObject({
      code: "not_found",
    });
  });
  it("fails with the sentence when nothing older is known", async () => {
    truth.set("down", new AppError("upstream", "S3 cannot be reached."));
    await expect(readSnapshot({ person: aPerson() }, "stream/thing/down")).rejects.toMatchObject({
      code: "upstream",
      message: "S3 cannot be reached.",
    });
  });
  it("gives what the watcher knows without a read of its own", async () => {
    truth.set("watched", "x");
    const browser = aBrowser({ topics: ["stream/thing/watched"] });
    void browser.read();
    await waitFor("the snapshot", () => browser.seen.some((one) => one.event === "snapshot"));
    truth.set("watched", new AppError("upstream", "gone"));
    const snapshot = await readSnapshot({ person: aPerson() }, "stream/thing/watched");
    expect(snapshot.data).toBe("x");
    browser.close();
  });
});
