import "server-only";
import { randomUUID } from "node:crypto";
import { offSentence } from "@/lib/agents/eligibility";
import type { Session } from "@/lib/agents/session";
import { AppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { ActiveRun } from "./active-run";
import { RUN_TIMES, type RunnerParts } from "./contracts";

/** What all processes hear when something was decided or is to be stopped. */
const WAKE = "wake";
/** How long who starts a run waits for its first line. */
const BEGIN_MS = 10_000;
/** Runs that one look takes up. */
const AT_ONCE = 20;

/**
 * The runs of this process. It takes up what other processes left behind and what was decided, from
 * the journal alone.
 */
export class Runner {
  readonly #parts: RunnerParts;
  readonly #active = new Map<string, ActiveRun>();
  /** Sessions that waited again at this line although nothing was open: not tried again before another. */
  readonly #stuck = new Map<string, number>();
  /** What is still looked at of runs that have ended. */
  readonly #ending = new Set<Promise<void>>();
  #deaf: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  get running(): number {
    return this.#active.size;
  }

  /**
   * Claims the session and runs it in the background; resolves when the message is in the journal.
   * @throws AppError conflict while it is switched off or at work
   */
  async start(session: Session, run: { runId: string; message?: string }): Promise<void> {
    const off = await this.#parts.agents.switches.of(session.agent);
    if (off) throw new AppError("conflict", offSentence(off));
    if (this.#closed)
      throw new AppError("conflict", "The console is ending; try again in a moment.", {
        retryable: true,
      });
    const active = await this.#claim(session, run);
    if (!active)
      throw new AppError("conflict", "The agent is at work; wait until it is done, or stop it.");
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, BEGIN_MS);
    });
    await Promise.race([active.begun, patience]);
    clearTimeout(timer);
  }

  /** Wherever it runs, it hears of it at once. */
  async stop(sessionId: string, by: string): Promise<void> {
    await this.#parts.agents.sessions.requestStop(sessionId, by);
    await this.#parts.agents.approvals.voidAll(sessionId);
    this.wake();
  }

  /** Something was decided, or is to be stopped: every process looks now. */
  wake(): void {
    this.#parts.announcements.announce(WAKE, []);
    this.#heard();
  }

  /** Begins to look for runs to take up, until `close`. */
  open(): void {
    if (this.#deaf) return;
    this.#deaf = this.#parts.announcements.listen(WAKE, () => this.#heard());
    this.#heard();
  }

  /** Hands over what runs here and takes up nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#deaf?.();
    clearTimeout(this.#timer);
    await this.#looking;
    const active = [...this.#active.values()];
    await Promise.all(active.map((run) => run.handOver()));
    if (active.length > 0) this.#parts.announcements.announce(WAKE, []);
  }

  /** Resolves when nothing runs here any more. */
  async idle(): Promise<void> {
    while (this.#active.size > 0 || this.#looking || this.#ending.size > 0) {
      await this.#looking;
      await Promise.all(this.#ending);
      await Promise.all([...this.#active.values()].map(({ ended }) => ended));
    }
  }

  #heard(): void {
    for (const run of this.#active.values()) void run.renew();
    if (!this.#deaf || this.#closed) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#looking = this.#look()
      .catch((error) => log().warn({ error }, "runs to take up could not be looked for"))
      .finally(() => {
        this.#looking = undefined;
        if (this.#closed) return;
        const { lookMs } = { ...RUN_TIMES, ...this.#parts.times };
        if (this.#again) {
          this.#again = false;
          this.#heard();
          return;
        }
        this.#timer = setTimeout(() => this.#heard(), lookMs);
        this.#timer.unref();
      });
  }

  async #look(): Promise<void> {
    const { sessions, approvals } = this.#parts.agents;
    if ((await approvals.expire()).length > 0) this.#parts.changed();
    const left = [...(await sessions.orphaned(AT_ONCE)), ...(await sessions.decided(AT_ONCE))];
    for (const session of left) {
      if (this.#closed || this.#active.has(session.id)) continue;
      if (this.#stuck.get(session.id) === session.lastSeq) continue;
      if (session.runId) await this.#claim(session, { runId: session.runId, takenUp: true });
    }
  }

  async #claim(
    session: Session,
    run: { runId: string; message?: string; takenUp?: boolean },
  ): Promise<ActiveRun | undefined> {
    const { leaseMs } = { ...RUN_TIMES, ...this.#parts.times };
    const owner = `${this.#parts.processId}/${randomUUID()}`;
    const taken = await this.#parts.agents.sessions.claim(session.id, {
      runId: run.runId,
      owner,
      leaseMs,
    });
    if (!taken) return undefined;
    const active = new ActiveRun(this.#parts, { session, owner, ...run });
    this.#active.set(session.id, active);
    this.#parts.changed();
    const ending = active.ended.finally(() => this.#after(session.id, active));
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
    return active;
  }

  async #after(sessionId: string, active: ActiveRun): Promise<void> {
    if (this.#active.get(sessionId) === active) this.#active.delete(sessionId);
    this.#parts.changed();
    const session = await this.#parts.agents.sessions.byId(sessionId).catch(() => undefined);
    if (session?.state !== "waiting") {
      this.#stuck.delete(sessionId);
      return;
    }
    const open = { sessionId, state: "pending" as const, limit: 1 };
    const [pending] = await this.#parts.agents.approvals.list(open).catch(() => []);
    if (pending) return;
    // Decided between the question and the wait: once more, but not again and again.
    if (this.#stuck.has(sessionId)) this.#stuck.set(sessionId, session.lastSeq);
    else this.#stuck.set(sessionId, -1);
    this.#heard();
  }
}
