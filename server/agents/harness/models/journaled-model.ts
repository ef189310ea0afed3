import "server-only";
import {
  type BaseModelConfig,
  type Message,
  Model,
  type ModelStreamEvent,
  type StreamOptions,
} from "@strands-agents/sdk";
import type { RunState } from "../run-state";
import { guardStream } from "./guard-stream";
import { TurnEvents } from "./turn-events";

const IDLE_MS = 120_000;

/**
 * A provider's model whose answers pass into the journal as they stream, and reach the loop in a
 * form that it can always go on with: unique ids of calls, arguments that parse, a stop reason that
 * fits what was said.
 */
export class JournaledModel extends Model<BaseModelConfig> {
  private readonly inner: Model;
  private readonly state: RunState;
  /** Ids of calls that the session has seen. */
  private readonly ids: Set<string>;

  constructor(inner: Model, state: RunState, ids: Set<string>) {
    super();
    this.inner = inner;
    this.state = state;
    this.ids = ids;
  }

  override updateConfig(config: BaseModelConfig): void {
    this.inner.updateConfig(config);
  }

  override getConfig(): BaseModelConfig {
    return this.inner.getConfig();
  }

  override async *stream(
    messages: Message[],
    options?: StreamOptions,
  ): AsyncGenerator<ModelStreamEvent> {
    const turn = new TurnEvents(this.state, this.ids);
    const { signal, parts } = this.state;
    try {
      const events = this.inner.stream(messages, options);
      for await (const event of guardStream(events, signal, parts.idleMs ?? IDLE_MS))
        yield* turn.take(event);
    } catch (error) {
      // The answer is whole; only its figures were lost with the connection.
      if (!turn.stopped) throw error;
    } finally {
      if (signal.aborted) turn.interrupt();
    }
  }
}
