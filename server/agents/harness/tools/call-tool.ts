import "server-only";
import type { Json, ToolStep } from "@/lib/agents/events";
import type { AgentTool, Gate, ToolCall, ToolOutcome } from "@/server/agents/contracts";
import { refusalWords } from "../../approvals/refusal-words";
import type { RunState } from "../run-state";
import { inputProblem } from "./check-input";
import { errorResult } from "./cut-result";
import { liveOutput } from "./live-output";
import { noteUse } from "./note-use";
import { type Effect, runEffect } from "./run-effect";
import { settleCall } from "./settle-call";

/** A call as the model made it. */
export interface AskedCall {
  toolUseId: string;
  name: string;
  input: Json;
}

type Verdict = Awaited<ReturnType<Gate["admit"]>>;

/**
 * One call of the model's, from asking to result, journaled before anything happens:
 * requested → (waiting → decided) → started → finished. A call that the journal knows goes on from
 * where it stood. When it has to wait for a person, the run is marked and what is given is not used.
 */
export async function callTool(state: RunState, asked: AskedCall): Promise<ToolOutcome> {
  const known = state.known.get(asked.toolUseId);
  if (known?.result) return known.result;
  try {
    return await new CallUnderWay(state, asked).take();
  } catch (error) {
    // Journal or policy are away: without them nothing may happen.
    state.fail(error);
    return errorResult("The run ended before this call.");
  }
}

class CallUnderWay {
  private readonly state: RunState;
  private readonly asked: AskedCall;
  private readonly tool: AgentTool | undefined;

  constructor(state: RunState, asked: AskedCall) {
    this.state = state;
    this.asked = asked;
    this.tool = state.tools.get(asked.name);
  }

  async take(): Promise<ToolOutcome> {
    const { state, asked, tool } = this;
    const known = state.known.get(asked.toolUseId);
    if (!known || known.phase === "asked") this.step("requested");
    if (!tool) return this.finish(errorResult(this.noSuchTool()));
    if (known?.startedAt) return this.goOn(tool);
    const broken = state.broken.has(asked.toolUseId) || (known && known.input === undefined);
    if (broken) return this.finish(errorResult(`The arguments of ${tool.name} are not JSON.`));
    const problem = inputProblem(tool, asked.input);
    if (problem) return this.finish(errorResult(problem));
    // A stop between the calls of one turn: those that did not begin do not begin.
    if (state.signal.aborted) return errorResult("The run ended before this call.");
    await state.journal.flush();
    return this.follow(tool, await this.admit(tool));
  }

  private admit(tool: AgentTool): Promise<Verdict> {
    const { session, definition } = this.state.run;
    return this.state.parts.gate.admit(tool, this.asked.input, {
      ...this.call(),
      mode: session.mode,
      definition,
    });
  }

  private async follow(tool: AgentTool, verdict: Verdict): Promise<ToolOutcome> {
    const { rule, approval } = verdict;
    const facts = {
      class: verdict.class,
      rule,
      ...(approval && { approvalId: approval.id, argumentsHash: approval.argumentsHash }),
    };
    if (verdict.verdict === "wait") {
      if (this.phase() !== "waiting") this.step("waiting", facts);
      this.state.wait();
      return errorResult("It waits for a person.");
    }
    const decided = approval && {
      ...(approval.decidedBy && { by: approval.decidedBy.email }),
      ...(approval.reason && { reason: approval.reason }),
    };
    if (verdict.verdict === "refuse") {
      const phase = approval?.state === "expired" ? "expired" : "denied";
      if (this.phase() !== phase) this.step(phase, { ...facts, ...decided });
      return this.finish(errorResult(refusalWords(verdict.why, approval?.reason)));
    }
    const edited = JSON.stringify(verdict.input) !== JSON.stringify(this.asked.input);
    if (approval && this.phase() !== "approved")
      this.step("approved", {
        ...facts,
        ...decided,
        ...(edited && { editedInput: verdict.input }),
      });
    return this.start(tool, verdict.input, { facts, approval, edited });
  }

  private async start(
    tool: AgentTool,
    input: Json,
    by: { facts: Partial<ToolStep>; approval?: ToolCall["approval"]; edited: boolean },
  ): Promise<ToolOutcome> {
    this.step("started", by.facts);
    // The write-ahead: from here on a crash leaves a call that may have had its effect.
    await this.state.journal.flush();
    const began = performance.now();
    const effect = await runEffect(
      tool,
      input,
      { ...this.call(), ...(by.approval && { approval: by.approval }) },
      this.timeoutMs(),
    );
    return this.conclude(tool, input, effect, Math.round(performance.now() - began), by.edited);
  }

  private conclude(
    tool: AgentTool,
    input: Json,
    effect: Effect,
    durationMs: number,
    edited: boolean,
  ): ToolOutcome {
    if ("unknown" in effect) return this.giveUp(effect.unknown, durationMs);
    noteUse(this.state, tool, input, effect.outcome);
    const note = { text: `A person changed the arguments; this ran: ${JSON.stringify(input)}` };
    return this.finish(
      edited ? { ...effect.outcome, content: [note, ...effect.outcome.content] } : effect.outcome,
      durationMs,
    );
  }

  /** A process died between this call's start and its end. */
  private async goOn(tool: AgentTool): Promise<ToolOutcome> {
    const known = this.state.known.get(this.asked.toolUseId);
    const input = known?.editedInput ?? this.asked.input;
    const settled = await settleCall(tool, input, this.call());
    const edited = known?.editedInput !== undefined;
    if (settled === "again") return this.start(tool, input, { facts: {}, edited });
    return this.conclude(tool, input, settled, 0, edited);
  }

  private finish(result: ToolOutcome, durationMs?: number): ToolOutcome {
    this.step("finished", { result, ...(durationMs !== undefined && { durationMs }) });
    return result;
  }

  private giveUp(why: string, durationMs: number): ToolOutcome {
    const result = errorResult(
      `${why} Do not call it again for the same end; look first whether it is done.`,
    );
    this.step("unknown", { result, durationMs });
    return result;
  }

  private step(phase: ToolStep["phase"], more: Partial<ToolStep> = {}): void {
    const { tool, asked } = this;
    this.state.journal.write({
      x_tool: {
        toolUseId: asked.toolUseId,
        name: asked.name,
        phase,
        ...(tool && phase === "requested" && { class: tool.class, source: tool.source }),
        ...(tool?.server && phase === "requested" && { server: tool.server }),
        ...more,
      },
    });
  }

  private phase() {
    return this.state.known.get(this.asked.toolUseId)?.phase;
  }

  private call(): ToolCall {
    const { run, workspace, signal } = this.state;
    const { toolUseId } = this.asked;
    return {
      sessionId: run.session.id,
      agent: run.session.agent,
      runId: run.runId,
      toolUseId,
      idempotencyKey: `${run.session.id}:${toolUseId}`,
      person: run.person,
      workspace,
      signal,
      emit: liveOutput((output) => this.step("output", { output })),
    };
  }

  private timeoutMs(): number {
    const { parts, run } = this.state;
    const sandbox = run.definition.console.sandbox.timeoutMs ?? 60_000;
    return parts.toolTimeoutMs ?? Math.max(120_000, sandbox + 30_000);
  }

  private noSuchTool(): string {
    const names = [...this.state.tools.keys()].slice(0, 100).join(", ");
    return `There is no tool ${this.asked.name.slice(0, 100)}. There are: ${names || "none"}.`;
  }
}
