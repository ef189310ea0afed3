import "server-only";
import type { HrTime } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import type { Span } from "@/lib/agents/trace";
import type { Redactor } from "../redact";
import { type ContentSetting, plainAttributes } from "./redact-span";
import { RUN_ATTRIBUTES, type RunIds } from "./run-ids";

const STATUS = ["unset", "ok", "error"] as const;

/** What is hidden in a span, wherever it goes. */
export function redactedSpan(
  span: ReadableSpan,
  redact: Redactor,
  content: ContentSetting,
): ReadableSpan {
  // Made over the span's own: the rest of it (ids, times, resource) stays as it is.
  return Object.create(span, {
    attributes: { value: plainAttributes(span.attributes, redact, content) },
    events: {
      value: span.events.map((event) => ({
        ...event,
        attributes: plainAttributes(event.attributes ?? {}, redact, content),
      })),
    },
    status: {
      value: span.status.message
        ? { ...span.status, message: redact.text(span.status.message) }
        : span.status,
    },
  }) as ReadableSpan;
}

/** A redacted span as it is kept. */
export function spanOf(span: ReadableSpan, run: RunIds): Span {
  const { traceId, spanId } = span.spanContext();
  const attributes = span.attributes as Span["attributes"];
  const operation = attributes["gen_ai.operation.name"];
  return {
    traceId,
    spanId,
    ...(span.parentSpanContext && { parentSpanId: span.parentSpanContext.spanId }),
    sessionId: run.sessionId,
    runId: run.runId,
    name: span.name,
    ...(typeof operation === "string" && { operation }),
    startNs: nanoseconds(span.startTime),
    endNs: nanoseconds(span.endTime),
    status: STATUS[span.status.code] ?? "unset",
    ...(span.status.message && { statusMessage: span.status.message }),
    attributes: without(attributes, Object.values(RUN_ATTRIBUTES)),
    events: span.events.map(({ name, time, attributes: of }) => ({
      name,
      atNs: nanoseconds(time),
      attributes: (of ?? {}) as Span["attributes"],
    })),
  };
}

const nanoseconds = ([seconds, nanos]: HrTime): string =>
  (BigInt(seconds) * 1_000_000_000n + BigInt(nanos)).toString();

const without = (attributes: Span["attributes"], names: string[]): Span["attributes"] =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
