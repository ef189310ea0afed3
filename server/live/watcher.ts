import "server-only";
import type { Snapshot, Topic } from "@/lib/live/model";
import { now } from "@/server/platform/clock";
import { isAppError, toProblem } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import type { LiveMessage } from "./message";
import { type HeldSnapshot, nextSnapshot } from "./next-snapshot";
import { backoffMs, EAGER_FOR_MS, EAGER_INTERVAL_MS, promised, wakeDelayMs } from "./pace";
import type { FoundTopic } from "./registry";
import { connectionTried, freeLease, publish, readShared, takeLease } from "./shared-state";

/** `leader` looks for the whole fleet; `alone` looks for this process because Redis is away. */
type Role = "starting" | "follower" | "leader" | "alone";

const LEASE_TICK_MS = 1_300;
/** Between two looks, however long the first one took. */
const REST_MS = 1_000;

/**
 * One topic in one process, while a browser of this process looks at it. Exactly one process of
 * the fleet holds the topic's lease and reads; the others hear from it.
 */
export class Watcher {
  readonly topic: Topic;
  readonly #found: FoundTopic;
  readonly #deliver: (message: LiveMessage) => void;
  #role: Role = "starting";
  #held: HeldSnapshot | undefined;
  #problem: Snapshot["problem"];
  #failures = 0;
  #reading = false;
  #again = false;
  #lastStart = 0;
  #eagerUntil = 0;
  #readTimer: NodeJS.Timeout | undefined;
  #leaseTimer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(topic: Topic, found: FoundTopic, deliver: (message: LiveMessage) => void) {
    this.topic = topic;
    this.#found = found;
    this.#deliver = deliver;
  }

  get role(): Role {
    return this.#role;
  }

  /** What a browser that comes now is told first. */
  current(): { snapshot?: Snapshot; problem?: Snapshot["problem"] } {
    const snapshot = this.#held?.snapshot;
    return { snapshot: snapshot && this.#withProblem(snapshot), problem: this.#problem };
  }

  async start(): Promise<void> {
    await this.#recall(true);
    await this.#tick();
  }

  /** Ends the watch; another process that has viewers takes over at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#readTimer);
    clearTimeout(this.#leaseTimer);
    if (this.#role === "leader") await freeLease(this.topic).catch(() => undefined);
  }

  /** Something changed: look now, unless another process does. */
  wake(): void {
    if (this.#role !== "leader" && this.#role !== "alone") return;
    this.#eagerUntil = Date.now() + EAGER_FOR_MS;
    if (this.#reading) this.#again = true;
    else this.#readIn(wakeDelayMs(Date.now() - this.#lastStart));
  }

  /** From the process that holds the lease. */
  hear(message: LiveMessage): void {
    if (this.#role === "leader" || this.#role === "alone" || this.#stopped) return;
    if (message.event === "snapshot") {
      if (this.#held && message.snapshot.version < this.#held.snapshot.version) return;
      this.#problem = undefined;
      this.#held = {
        snapshot: message.snapshot,
        json: JSON.stringify(message.snapshot.data),
      };
    } else if (message.event === "confirm") {
      if (this.#held?.snapshot.version !== message.version) {
        // The version that this confirms was told while this process did not hear it.
        void this.#recall(true);
        return;
      }
      this.#confirm(message.confirmedAt, message.intervalMs);
    } else this.#problem = message.problem;
    this.#deliver(message);
  }

  /** Messages are heard from now on; what was told before may have come after the first look. */
  async heardFromNow(): Promise<void> {
    if (this.#role === "starting" || this.#role === "follower") await this.#recall(true);
  }

  /** The lease is free, or Redis is back: see at once who watches. */
  async recheck(): Promise<void> {
    if (this.#stopped) return;
    if (this.#role === "follower") await this.#recall(true);
    await this.#tick();
  }

  #withProblem(snapshot: Snapshot): Snapshot {
    return this.#problem ? { ...snapshot, problem: this.#problem } : snapshot;
  }

  #confirm(confirmedAt: string, intervalMs: number): void {
    this.#problem = undefined;
    if (this.#held) {
      const { problem: _gone, ...rest } = this.#held.snapshot;
      this.#held = { ...this.#held, snapshot: { ...rest, confirmedAt, intervalMs } };
    }
  }

  /** Takes over what the fleet knew. `tell`: this process's browsers may have missed it. */
  async #recall(tell = false): Promise<void> {
    try {
      await connectionTried();
      const { held } = await readShared(this.topic);
      if (!held) return;
      if (this.#held && held.snapshot.version < this.#held.snapshot.version) {
        this.#heed(this.#held, held);
        return;
      }
      const { problem, ...snapshot } = held.snapshot;
      const known = this.#held?.snapshot;
      const news =
        held.snapshot.version !== known?.version || held.snapshot.confirmedAt !== known.confirmedAt;
      this.#held = { snapshot, json: held.json };
      this.#problem = problem;
      if (tell && news) {
        const told = this.#withProblem(snapshot);
        this.#deliver({ event: "snapshot", topic: this.topic, snapshot: told });
      }
    } catch {
      // Redis is away: the tick finds that out and looks for this process alone.
    }
  }

  /**
   * This process looked for itself while Redis was away and so counted further than the one that
   * looks now. Its browsers know the higher version: what the other says goes on from there.
   */
  #heed(own: HeldSnapshot, shared: HeldSnapshot): void {
    const { topic, version: _lower, data, confirmedAt, intervalMs, problem } = shared.snapshot;
    if (Date.parse(confirmedAt) <= Date.parse(own.snapshot.confirmedAt)) return;
    this.#problem = problem;
    const version = own.snapshot.version + (own.json === shared.json ? 0 : 1);
    const snapshot: Snapshot = { topic, version, confirmedAt, intervalMs, data };
    this.#held = { snapshot, json: shared.json };
    this.#deliver({ event: "snapshot", topic, snapshot: this.#withProblem(snapshot) });
  }

  async #tick(): Promise<void> {
    clearTimeout(this.#leaseTimer);
    let role: Role;
    try {
      await connectionTried();
      role = (await takeLease(this.topic)) ? "leader" : "follower";
    } catch {
      role = "alone";
    }
    if (this.#stopped) {
      if (role === "leader") await freeLease(this.topic).catch(() => undefined);
      return;
    }
    const looked = this.#role === "leader" || this.#role === "alone";
    this.#role = role;
    if (role === "follower") clearTimeout(this.#readTimer);
    else if (!looked) this.#readIn(0);
    clearTimeout(this.#leaseTimer);
    this.#leaseTimer = setTimeout(() => void this.#tick(), LEASE_TICK_MS);
  }

  #readIn(ms: number): void {
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => void this.#read(), ms);
  }

  async #read(): Promise<void> {
    if (this.#reading || this.#stopped) return;
    this.#reading = true;
    this.#again = false;
    this.#lastStart = Date.now();
    let wait: number;
    try {
      const data = await this.#found.kind.read(this.#found.parts, this.#held?.snapshot.data);
      // A slow look is part of the interval, or slow answers would make the data older than promised.
      const interval = this.#intervalMs(data);
      const tookMs = Date.now() - this.#lastStart;
      wait = Math.max(Math.min(REST_MS, interval), interval - tookMs);
      this.#failures = 0;
      await this.#announceData(data, promised(this.#found.kind.intervalMs(data)));
    } catch (error) {
      this.#failures += 1;
      wait = await this.#announceProblem(error);
    } finally {
      this.#reading = false;
    }
    if (this.#stopped || this.#role === "follower") return;
    this.#readIn(this.#again ? wakeDelayMs(Date.now() - this.#lastStart) : wait);
  }

  #intervalMs(data: unknown): number {
    const interval = this.#found.kind.intervalMs(data);
    return Date.now() < this.#eagerUntil ? Math.min(interval, EAGER_INTERVAL_MS) : interval;
  }

  async #announceData(data: unknown, intervalMs: number): Promise<void> {
    const { next, changed } = nextSnapshot(this.#held, this.topic, data, {
      now: now(),
      intervalMs,
    });
    const { version, confirmedAt } = next.snapshot;
    this.#held = next;
    this.#problem = undefined;
    const message: LiveMessage = changed
      ? { event: "snapshot", topic: this.topic, snapshot: next.snapshot }
      : { event: "confirm", topic: this.topic, version, confirmedAt, intervalMs };
    await this.#announce(message, { confirmedAt, intervalMs });
  }

  /** Keeps the data, says what is wrong and since when. Gives the wait until the next try. */
  async #announceProblem(error: unknown): Promise<number> {
    // A failure that is told on every screen need not fill the log at every try.
    const { code, message } = isAppError(error) ? error : toProblem(error);
    const since =
      this.#problem?.code === code
        ? this.#problem.since
        : (this.#problem?.since ?? now().toISOString());
    this.#problem = { code, message, since };
    log().debug({ topic: this.topic, code, failures: this.#failures }, "a watched read failed");
    await this.#announce(
      { event: "problem", topic: this.topic, problem: this.#problem },
      {
        confirmedAt: this.#held?.snapshot.confirmedAt,
        intervalMs: this.#held?.snapshot.intervalMs,
        problem: this.#problem,
      },
    );
    return backoffMs(this.#failures, code, Math.random());
  }

  async #announce(
    message: LiveMessage,
    confirmation: Parameters<typeof publish>[2],
  ): Promise<void> {
    if (this.#stopped) return;
    this.#deliver(message);
    if (this.#role !== "leader") return;
    try {
      if (!(await publish(this.topic, message, confirmation))) this.#role = "follower";
    } catch {
      this.#role = "alone";
    }
  }
}
