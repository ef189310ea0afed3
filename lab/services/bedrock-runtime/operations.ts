import type { IncomingMessage } from "node:http";

/** The last part of the path, and what it asks for. */
const OPERATIONS = {
  converse: "Converse",
  "converse-stream": "ConverseStream",
  invoke: "InvokeModel",
  "invoke-with-response-stream": "InvokeModelWithResponseStream",
  "count-tokens": "CountTokens",
} as const;
/** Of models; a guardrail is applied to a text without one. */
export type OperationName = (typeof OPERATIONS)[keyof typeof OPERATIONS];

const PATH = new RegExp(`^/model/(.+)/(${Object.keys(OPERATIONS).join("|")})$`);

const GUARDRAIL = /^\/guardrail\/([^/]+)\/version\/([^/]+)\/apply$/;

export type Routed =
  | { operation: OperationName; modelId: string; streams: boolean }
  | { operation: "ApplyGuardrail"; guardrail: { id: string; version: string }; streams: false };

/** Takes the path of a request apart; undefined when it is not Bedrock's. A model's id may be an ARN, encoded or not. */
export function routeOf(req: IncomingMessage): Routed | undefined {
  if (req.method !== "POST") return undefined;
  const path = (req.url ?? "").split("?", 1)[0] as string;
  const guarded = GUARDRAIL.exec(path);
  if (guarded) {
    const [id, version] = [decode(guarded[1] as string), decode(guarded[2] as string)];
    return { operation: "ApplyGuardrail", guardrail: { id, version }, streams: false };
  }
  const match = PATH.exec(path);
  if (!match) return undefined;
  const operation = OPERATIONS[match[2] as keyof typeof OPERATIONS];
  const streams = operation === "ConverseStream" || operation === "InvokeModelWithResponseStream";
  return { operation, modelId: decode(match[1] as string), streams };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
