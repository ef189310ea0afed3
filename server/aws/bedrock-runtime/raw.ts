import "server-only";

/** The operations that pass, and how their paths end. */
export const OPERATION_PATHS = {
  Converse: "converse",
  ConverseStream: "converse-stream",
  InvokeModel: "invoke",
  InvokeModelWithResponseStream: "invoke-with-response-stream",
} as const;
export type RawOperation = keyof typeof OPERATION_PATHS;

/** A request as it goes over the wire. */
export interface RawCall {
  operation: RawOperation;
  modelId: string;
  body: Uint8Array;
  contentType: string;
  accept: string;
  /** Further `x-amzn-bedrock-*` headers, lower case. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** An answer as it came, whatever its status. */
export interface RawAnswer {
  status: number;
  /** Lower-case names, without those that belong to the connection. */
  headers: Record<string, string>;
  /** Ends the connection when it is left before its end. */
  body: AsyncIterable<Uint8Array>;
}

/** Sends one call; repeats nothing unless it says so. */
export type SendRaw = (call: RawCall) => Promise<RawAnswer>;

/** Headers of one hop: whoever passes an answer on sets its own. */
const OF_THE_CONNECTION = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "proxy-authenticate",
  "server",
  "set-cookie",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What of an answer's headers means something to a client. */
export function passedHeaders(headers: Record<string, string>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (!OF_THE_CONNECTION.has(name.toLowerCase())) passed[name.toLowerCase()] = value;
  return passed;
}
