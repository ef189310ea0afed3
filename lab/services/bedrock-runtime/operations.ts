import type { IncomingMessage } from "node:http";

/** The last part of the path, and what it asks for. */
const OPERATIONS = {
  converse: "Converse",
  "converse-stream": "ConverseStream",
  invoke: "InvokeModel",
  "invoke-with-response-stream": "InvokeModelWithResponseStream",
  "count-tokens": "CountTokens",
} as const;
export type OperationName = (typeof OPERATIONS)[keyof typeof OPERATIONS];

const PATH = new RegExp(`^/model/(.+)/(${Object.keys(OPERATIONS).join("|")})$`);

export interface Routed {
  operation: OperationName;
  modelId: string;
  streams: boolean;
}

/** Takes the path of a request apart; undefined when it is not Bedrock's. A model's id may be an ARN, encoded or not. */
export function routeOf(req: IncomingMessage): Routed | undefined {
  if (req.method !== "POST") return undefined;
  const match = PATH.exec((req.url ?? "").split("?", 1)[0] as string);
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
