import "server-only";
import { type Context, context, ROOT_CONTEXT } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  type Span as SdkSpan,
  type SpanExporter,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { TokenUsage } from "@/lib/agents/events";
import { COST_ATTRIBUTE } from "@/lib/agents/prepare-trace";
import type { AgentSettings } from "@/server/platform/env";
import { log } from "@/server/platform/log";
import type { SpanStore } from "../contracts";
import { consoleRedactor, type Redactor } from "../redact";
import { SpanKeeper } from "./keep-spans";
import { RUN_ATTRIBUTES, type RunIds, RunsUnderWay, withRun } from "./run-ids";
import { redactedSpan, spanOf } from "./span-of";
import { usageOf } from "./usage-of";

export interface Telemetry {
  /** Everything that `work` traces belongs to this run, in a trace of its own. */
  inRun<T>(run: RunIds, work: () => T): T;
  /** Resolves when the spans that ended so far are kept and exported, or could not be. Never throws. */
  flush(): Promise<void>;
  /** Keeps what is there and ends; for the process's end. Never throws. */
  close(): Promise<void>;
}

/** Short, so that a collector that is away does not hold up the end of the process. */
const EXPORT_MS = 3_000;

export interface TelemetryOptions {
  redact?: Redactor;
  /** How long a batch may take to the collector, tries included; 3 s unless given. */
  exportTimeoutMs?: number;
  /** What a model call cost, in nano-dollars; undefined when nobody knows. */
  costOf?(modelId: string, usage: TokenUsage): number | undefined;
}

/**
 * Traces runs: the SDK's spans of agents, models and tools find this provider through OpenTelemetry's
 * global API. They are redacted, kept in `spans`, and exported by OTLP where that is configured.
 * Nothing else of the process is traced, and no fault of a store or collector reaches a run.
 */
export function startTelemetry(
  spans: SpanStore,
  settings: Partial<
    Pick<
      AgentSettings,
      | "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
      | "OTEL_EXPORTER_OTLP_ENDPOINT"
      | "SWITCHYARD_AGENTS_TRACE_CONTENT"
    >
  >,
  options: TelemetryOptions = {},
): Telemetry {
  const runs = new RunsUnderWay();
  const keeper = new SpanKeeper(spans);
  const redact = options.redact ?? consoleRedactor();
  const url = endpointOf(settings);
  const timeoutMillis = options.exportTimeoutMs ?? EXPORT_MS;
  const exported = url
    ? new BatchSpanProcessor(toldOnce(new OTLPTraceExporter({ url, timeoutMillis })))
    : undefined;
  const content = settings.SWITCHYARD_AGENTS_TRACE_CONTENT ?? "short";

  const processor: SpanProcessor = {
    onStart(span: SdkSpan, parent: Context) {
      const run = runs.of(parent, span.attributes);
      if (!run) return;
      runs.began(span.spanContext().traceId, run);
      span.setAttribute(RUN_ATTRIBUTES.sessionId, run.sessionId);
      span.setAttribute(RUN_ATTRIBUTES.runId, run.runId);
    },
    onEnd(span: ReadableSpan) {
      try {
        const run = runs.ended(span.spanContext().traceId);
        if (!run) return;
        const hidden = redactedSpan(priced(span, options), redact, content);
        keeper.add(spanOf(hidden, run));
        exported?.onEnd(hidden);
      } catch (error) {
        log().warn({ error }, "a span of an agent could not be kept");
      }
    },
    forceFlush: async () => {
      await Promise.all([keeper.flush(), exported?.forceFlush().catch(() => undefined)]);
    },
    shutdown: async () => {
      await Promise.all([keeper.flush(), exported?.shutdown().catch(() => undefined)]);
    },
  };

  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "switchyard-agents" }),
    sampler: onlyRuns(runs),
    spanProcessors: [processor],
  });
  provider.register();
  return {
    inRun: (run, work) => context.with(withRun(ROOT_CONTEXT, run), work),
    flush: () => processor.forceFlush(),
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** The framework traces each request through the same global: only what belongs to a run is recorded. */
const onlyRuns = (runs: RunsUnderWay): Sampler => ({
  shouldSample: (parent, _traceId, _name, _kind, attributes) => ({
    decision: runs.of(parent, attributes)
      ? SamplingDecision.RECORD_AND_SAMPLED
      : SamplingDecision.NOT_RECORD,
  }),
  toString: () => "OnlyRuns",
});

/** With what a model call cost. */
function priced(span: ReadableSpan, { costOf }: TelemetryOptions): ReadableSpan {
  const model = span.attributes["gen_ai.request.model"];
  const usage = usageOf(span.attributes);
  if (!costOf || span.attributes["gen_ai.operation.name"] !== "chat") return span;
  const cost = typeof model === "string" && usage ? costOf(model, usage) : undefined;
  if (cost === undefined) return span;
  const attributes = { ...span.attributes, [COST_ATTRIBUTE]: cost };
  return Object.create(span, { attributes: { value: attributes } }) as ReadableSpan;
}

function endpointOf(
  settings: Partial<
    Pick<AgentSettings, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" | "OTEL_EXPORTER_OTLP_ENDPOINT">
  >,
): string | undefined {
  const base = settings.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/$/, "");
  return settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`);
}

/** A collector that is away is told when it goes, not at each batch. */
function toldOnce(exporter: SpanExporter): SpanExporter {
  let failing = false;
  return {
    export(batch, done) {
      exporter.export(batch, (result) => {
        const failed = result.code !== 0;
        if (failed && !failing)
          log().warn({ error: result.error }, "the OTLP collector does not take spans");
        failing = failed;
        done(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
