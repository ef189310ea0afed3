import "server-only";
import { type Attributes, type Context, createContextKey, trace } from "@opentelemetry/api";

/** Which run a span belongs to. */
export interface RunIds {
  sessionId: string;
  runId: string;
}

/** What the harness puts on an agent's span. */
export const RUN_ATTRIBUTES = { sessionId: "session.id", runId: "switchyard.run_id" } as const;

const RUN = createContextKey("switchyard.run");

export const withRun = (context: Context, run: RunIds): Context => context.setValue(RUN, run);

/**
 * The runs that spans under way belong to: by the context that `inRun` made, by the attributes of
 * the agent's span, or by the trace that such a span began.
 */
export class RunsUnderWay {
  readonly #byTrace = new Map<string, { run: RunIds; open: number }>();

  of(context: Context, attributes: Attributes): RunIds | undefined {
    const sessionId = attributes[RUN_ATTRIBUTES.sessionId];
    const runId = attributes[RUN_ATTRIBUTES.runId];
    if (typeof sessionId === "string" && typeof runId === "string") return { sessionId, runId };
    const given = context.getValue(RUN) as RunIds | undefined;
    if (given) return given;
    const parent = trace.getSpanContext(context);
    return parent && this.#byTrace.get(parent.traceId)?.run;
  }

  began(traceId: string, run: RunIds): void {
    const there = this.#byTrace.get(traceId);
    this.#byTrace.set(traceId, { run, open: (there?.open ?? 0) + 1 });
  }

  /** Forgets the trace with its last open span. */
  ended(traceId: string): RunIds | undefined {
    const there = this.#byTrace.get(traceId);
    if (!there) return undefined;
    there.open -= 1;
    if (there.open <= 0) this.#byTrace.delete(traceId);
    return there.run;
  }
}
