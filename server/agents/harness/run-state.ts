import "server-only";
import type { CallBlock } from "@/lib/agents/conversation";
import type { StopReason, TokenUsage } from "@/lib/agents/events";
import type { Budget } from "@/lib/agents/session";
import { log } from "@/server/platform/log";
import type { AgentTool, Workspace } from "../contracts";
import type { HarnessModel, HarnessParts, HarnessRun } from "./contracts";
import type { JournalWriter } from "./journal-writer";
import { overLimit, type RunUsage } from "./limits";

/** Why a run ends although the model did not end it. */
export type EarlyEnd =
  | { why: "failed"; error: unknown }
  | { why: "limit"; stopReason: StopReason; problem: string }
  | { why: "waiting" };

/** One run under way: what its parts share. */
export class RunState {
  readonly tools: ReadonlyMap<string, AgentTool>;
  /** Calls that the journal knows, by their id: a run that goes on. */
  readonly known: ReadonlyMap<string, CallBlock>;
  /** Arguments of this process's calls that are no JSON, by their id. */
  readonly broken = new Map<string, string>();
  /** Ends everything below the run: the person's stop, its time, a failure. */
  readonly abort = new AbortController();
  readonly signal: AbortSignal;
  readonly used: RunUsage;
  end: EarlyEnd | undefined;
  private spending: Promise<unknown> = Promise.resolve();
  readonly parts: HarnessParts;
  readonly run: HarnessRun;
  readonly journal: JournalWriter;
  readonly workspace: Workspace;
  readonly model: HarnessModel;

  constructor(made: {
    parts: HarnessParts;
    run: HarnessRun;
    journal: JournalWriter;
    workspace: Workspace;
    model: HarnessModel;
    tools: ReadonlyMap<string, AgentTool>;
    known: ReadonlyMap<string, CallBlock>;
    used: RunUsage;
  }) {
    this.parts = made.parts;
    this.run = made.run;
    this.journal = made.journal;
    this.workspace = made.workspace;
    this.model = made.model;
    this.tools = made.tools;
    this.known = made.known;
    this.used = made.used;
    this.signal = AbortSignal.any([made.run.signal, this.abort.signal]);
  }

  /** The run cannot go on; the first reason counts. */
  fail(error: unknown): void {
    if (this.end?.why !== "failed") this.end = { why: "failed", error };
    this.abort.abort(error);
  }

  /** A person has to decide a call, or to answer it. */
  wait(): void {
    this.end ??= { why: "waiting" };
  }

  /** One answer of the model more. Gives what it cost, in nano-dollars; undefined when nobody knows. */
  count(usage: TokenUsage): number | undefined {
    this.used.turns += 1;
    return this.add(usage, 1);
  }

  /** Tokens that are no answer: a summary's. */
  countAside(usage: TokenUsage): void {
    this.add(usage, 0);
  }

  private add(usage: TokenUsage, turns: number): number | undefined {
    const nanoUsd = this.model.costOf(usage);
    this.used.nanoUsd += nanoUsd ?? 0;
    const { inputTokens, outputTokens, totalTokens } = this.used.usage;
    this.used.usage = {
      inputTokens: inputTokens + usage.inputTokens,
      outputTokens: outputTokens + usage.outputTokens,
      totalTokens: totalTokens + usage.totalTokens,
    };
    this.spend({
      turns,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      nanoUsd: nanoUsd ?? 0,
      unpriced: nanoUsd === undefined ? 1 : 0,
    });
    return nanoUsd;
  }

  /** Resolves when the session's row has all that was used. */
  async settled(): Promise<void> {
    await this.spending;
  }

  /** The journal has it as well: a row that could not be written is no reason to stop. */
  private spend(amount: Partial<Budget>): void {
    const { parts, run } = this;
    const one = parts.sessions.use(run.session.id, amount).catch((error: unknown) => {
      log().warn({ error, sessionId: run.session.id }, "what a run used could not be noted");
    });
    this.spending = Promise.all([this.spending, one]);
  }

  /** Whether the model may be asked again; remembers why not. */
  mayAsk(): boolean {
    if (this.end) return false;
    const over = overLimit(this.used, this.run.session.limits);
    if (over) this.end = { why: "limit", ...over };
    return !over;
  }
}
