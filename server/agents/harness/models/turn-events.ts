import "server-only";
import type { ModelStreamEvent } from "@strands-agents/sdk";
import type { JournalEvent, TokenUsage } from "@/lib/agents/events";
import type { RunState } from "../run-state";
import { isJson } from "./is-json";
import { toStopReason } from "./stop-reasons";

type BlockKind = "text" | "reasoning" | "tool" | "other";
type Of<T extends ModelStreamEvent["type"]> = Extract<ModelStreamEvent, { type: T }>;

/** One answer on its way: what the journal and what the loop get of each event. */
export class TurnEvents {
  stopped = false;
  private started = false;
  private index = -1;
  private open: { kind: BlockKind; toolUseId?: string; input: string } | undefined;
  private calls = 0;
  private readonly state: RunState;
  private readonly ids: Set<string>;

  constructor(state: RunState, ids: Set<string>) {
    this.state = state;
    this.ids = ids;
  }

  *take(event: ModelStreamEvent): Generator<ModelStreamEvent> {
    switch (event.type) {
      case "modelMessageStartEvent":
        this.started = true;
        this.write({ messageStart: { role: "assistant" } });
        yield event;
        return;
      case "modelContentBlockStartEvent":
        yield* this.startBlock(event);
        return;
      case "modelContentBlockDeltaEvent":
        yield* this.delta(event);
        return;
      case "modelContentBlockStopEvent":
        yield* this.stopBlock();
        return;
      case "modelMessageStopEvent":
        yield* this.stopBlock();
        yield this.stop(event);
        return;
      case "modelMetadataEvent":
        this.metadata(event);
        yield event;
        return;
      default:
        yield event;
    }
  }

  /** Somebody stopped it: what is there is kept, but is no answer. */
  interrupt(): void {
    if (!this.started || this.stopped) return;
    this.stopped = true;
    this.write({ messageStop: { stopReason: "interrupted" } });
  }

  private *startBlock(event: Of<"modelContentBlockStartEvent">): Generator<ModelStreamEvent> {
    yield* this.stopBlock();
    const { start } = event;
    // Of other blocks the first piece says what they are.
    if (start?.type !== "toolUseStart") return;
    const toolUseId = this.uniqueId(start.toolUseId);
    this.calls += 1;
    this.index += 1;
    this.open = { kind: "tool", toolUseId, input: "" };
    this.write({
      contentBlockStart: {
        contentBlockIndex: this.index,
        start: {
          toolUse: {
            toolUseId,
            name: start.name,
            ...(start.reasoningSignature && { x_signature: start.reasoningSignature }),
          },
        },
      },
    });
    yield { ...event, start: { ...start, toolUseId } };
  }

  private *delta(event: Of<"modelContentBlockDeltaEvent">): Generator<ModelStreamEvent> {
    const { delta } = event;
    if (delta.type === "toolUseInputDelta") {
      // The loop gets the arguments whole, once it is known that they parse.
      if (this.open?.kind !== "tool") return;
      this.open.input += delta.input;
      if (delta.input) this.piece({ toolUse: { input: delta.input } });
      return;
    }
    yield* this.openFor(KINDS[delta.type]);
    if (delta.type === "textDelta" && delta.text) this.piece({ text: delta.text });
    if (delta.type === "reasoningContentDelta" && delta.text)
      this.piece({ reasoningContent: { text: delta.text } });
    yield event;
  }

  private *openFor(kind: BlockKind): Generator<ModelStreamEvent> {
    if (this.open?.kind === kind) return;
    yield* this.stopBlock();
    this.index += 1;
    this.open = { kind, input: "" };
    yield { type: "modelContentBlockStartEvent" };
  }

  private *stopBlock(): Generator<ModelStreamEvent> {
    const { open } = this;
    if (!open) return;
    this.open = undefined;
    this.write({ contentBlockStop: { contentBlockIndex: this.index } });
    if (open.kind === "tool" && open.toolUseId) {
      const whole = open.input.trim() === "" || isJson(open.input);
      if (!whole) this.state.broken.set(open.toolUseId, open.input);
      const input = whole && open.input.trim() ? open.input : "{}";
      yield { type: "modelContentBlockDeltaEvent", delta: { type: "toolUseInputDelta", input } };
    }
    yield { type: "modelContentBlockStopEvent" };
  }

  /** Some models say `end_turn` although they call, or `tool_use` although they do not. */
  private stop(event: Of<"modelMessageStopEvent">): ModelStreamEvent {
    let { stopReason } = event;
    if (stopReason === "toolUse" && this.calls === 0) stopReason = "endTurn";
    if (stopReason === "endTurn" && this.calls > 0) stopReason = "toolUse";
    this.stopped = true;
    this.write({ messageStop: { stopReason: toStopReason(stopReason) } });
    return { ...event, stopReason };
  }

  private metadata({ usage, metrics }: Of<"modelMetadataEvent">): void {
    if (!usage) return;
    const used: TokenUsage = {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      totalTokens: usage.totalTokens,
      ...(usage.cacheReadInputTokens && { cacheReadInputTokens: usage.cacheReadInputTokens }),
      ...(usage.cacheWriteInputTokens && { cacheWriteInputTokens: usage.cacheWriteInputTokens }),
    };
    const x_nanoUsd = this.state.count(used);
    this.write({
      metadata: {
        usage: used,
        metrics: { latencyMs: metrics?.latencyMs ?? 0 },
        ...(x_nanoUsd !== undefined && { x_nanoUsd }),
      },
    });
  }

  /** An approval and an idempotency key hang on the id, so none may come twice in a session. */
  private uniqueId(given: string): string {
    const base = given.slice(0, 200) || "call";
    let id = base;
    for (let n = 2; this.ids.has(id); n += 1) id = `${base}-${n}`;
    this.ids.add(id);
    return id;
  }

  private piece(delta: PieceDelta): void {
    this.write({ contentBlockDelta: { contentBlockIndex: this.index, delta } });
  }

  private write(event: JournalEvent): void {
    this.state.journal.write(event);
  }
}

type PieceDelta = Extract<
  JournalEvent,
  { contentBlockDelta: unknown }
>["contentBlockDelta"]["delta"];

const KINDS = {
  textDelta: "text",
  reasoningContentDelta: "reasoning",
  citationsDelta: "other",
} as const;
