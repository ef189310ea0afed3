/** A span of OpenTelemetry, as it is kept: redacted. Times in Unix nanoseconds as decimal text. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  sessionId: string;
  runId: string;
  name: string;
  /** `invoke_agent`, `chat`, `execute_tool`, … (`gen_ai.operation.name`), or the SDK's own. */
  operation?: string;
  startNs: string;
  endNs: string;
  status: "unset" | "ok" | "error";
  statusMessage?: string;
  attributes: Record<string, string | number | boolean>;
  events: { name: string; atNs: string; attributes: Record<string, string | number | boolean> }[];
}
