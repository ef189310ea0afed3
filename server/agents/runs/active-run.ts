import "server-only";
import type { JournalEvent } from "@/lib/agents/events";
import type { Session } from "@/lib/agents/session";
import { log } from "@/server/platform/log";
import { LEASE_LOST, type RunEnd } from "../harness/contracts";
import { problemSentence } from "../problem-sentence";
import { RUN_TIMES, type RunnerParts } from "./contracts";
import { remoteDefinition } from "./remote-definition";

/** A run that brings its process down must not bring down one after the other. */
const MOST_TRIES = 8;

export interface ClaimedRun {
  session: Session;
  runId: string;
  owner: string;
  /** Without one it goes on from the journal. */
  message?: string;
  /** Somebody else began it. */
  takenUp?: boolean;
}

/** One run of this process, from the claim to the release; the lease is renewed meanwhile. */
export class ActiveRun {
  /** Resolves when the message, where there is one, is in the journal; or when the run ended without. */
  readonly begun: Promise<void>;
  readonly ended: Promise<void>;
  readonly #parts: RunnerParts;
  readonly #claimed: ClaimedRun;
  readonly #control = new AbortController();
  #begin = () => {};
  #lost = false;
  #heldAt = performance.now();

  constructor(parts: RunnerParts, claimed: ClaimedRun) {
    this.#parts = parts;
    this.#claimed = claimed;
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.ended = this.#work().finally(() => this.#begin());
  }

  /** Keeps the lease, and hears whether somebody wants it stopped. */
  async renew(): Promise<void> {
    const { session, ...run } = this.#claimed;
    const { leaseMs } = { ...RUN_TIMES, ...this.#parts.times };
    try {
      const answer = await this.#parts.agents.sessions.renew(session.id, { ...run, leaseMs });
      if (!answer.held) return this.#lose();
      this.#heldAt = performance.now();
      if (answer.stopRequestedBy) await this.#stop(answer.stopRequestedBy);
    } catch (error) {
      log().warn({ error, sessionId: session.id }, "a run's lease could not be renewed");
      // Before another process may take it, this one lets go.
      if (performance.now() - this.#heldAt > leaseMs * 0.8) this.#lose();
    }
  }

  /** Gives the run to whoever looks next, and stops it here. */
  async handOver(): Promise<void> {
    const { session, runId, owner } = this.#claimed;
    try {
      await this.#parts.agents.sessions.release(session.id, { runId, owner }, { state: "running" });
    } finally {
      this.#lose();
    }
    await this.ended;
  }

  #lose(): void {
    this.#lost = true;
    this.#control.abort(LEASE_LOST);
  }

  async #stop(by: string): Promise<void> {
    if (this.#control.signal.aborted) return;
    await this.#parts.agents.approvals.voidAll(this.#claimed.session.id);
    this.#control.abort(new Error(`Stopped by ${by}.`));
  }

  async #work(): Promise<void> {
    const { session, runId, owner } = this.#claimed;
    const { renewMs } = { ...RUN_TIMES, ...this.#parts.times };
    const timer = setInterval(() => void this.renew(), renewMs);
    try {
      const end = await this.#run().catch((error: unknown): RunEnd => {
        if (!this.#lost) log().warn({ error, sessionId: session.id }, "a run failed");
        return { state: "failed", stopReason: "x_failed", problem: problemSentence(error) };
      });
      if (this.#lost) return;
      await this.#parts.agents.sessions.release(
        session.id,
        { runId, owner },
        {
          state: end.state,
          lastStop: end.stopReason,
          ...(end.problem && { problem: end.problem }),
        },
      );
    } catch (error) {
      // The lease ends by itself; whoever takes it up finds the run's end in the journal.
      log().error({ error, sessionId: session.id }, "the end of a run could not be kept");
    } finally {
      clearInterval(timer);
    }
  }

  async #run(): Promise<RunEnd> {
    const { session, runId, owner, message, takenUp } = this.#claimed;
    const { agents } = this.#parts;
    const off = await agents.switches.of(session.agent);
    if (off) await this.#stop(off.by);
    const journal = this.#parts.journalOf(owner);
    const hopeless = takenUp && (await this.#whyHopeless());
    if (hopeless) return { stopReason: "x_failed", ...hopeless };
    const person = await agents.personById(session.owner.id);
    if (!person)
      return {
        state: "failed",
        stopReason: "x_failed",
        problem: `${session.owner.name} may no longer sign in, so nothing runs in their name.`,
      };
    const definition =
      session.home.kind === "local"
        ? await agents.definitions.read(session.agent, session.version)
        : remoteDefinition(session.agent, session.model);
    await this.renew();
    return this.#parts.runAgent(
      {
        session: await agents.sessions.byId(session.id),
        runId,
        definition,
        person,
        ...(message !== undefined && { message }),
        signal: this.#control.signal,
      },
      {
        ...journal,
        append: async (...args) => {
          const entries = await journal.append(...args);
          const [, events] = args;
          if (message === undefined || events.some(isMessage)) this.#begin();
          return entries;
        },
      },
    );
  }

  /** Why a run of another process is not taken up; undefined when it is. */
  async #whyHopeless(): Promise<{ state: "idle" | "failed"; problem: string } | undefined> {
    const entries = await this.#parts.agents.journal.read(this.#claimed.session.id);
    const own = entries.filter(({ runId }) => runId === this.#claimed.runId);
    // It may have said that it starts; what was said to it is what counts.
    if (!own.some(({ event }) => "messageStart" in event || "x_tool" in event))
      return {
        state: "idle",
        problem: "The console ended before this run began; say it again.",
      };
    let tries = 0;
    for (const { event } of own)
      if ("x_run" in event) tries = event.x_run.phase === "ended" ? 0 : tries + 1;
    if (tries <= MOST_TRIES) return undefined;
    const problem = `The console ended ${tries} times while this ran, so it is not tried again by itself.`;
    return { state: "failed", problem };
  }
}

const isMessage = (event: JournalEvent): boolean =>
  "messageStart" in event && event.messageStart.role === "user";
