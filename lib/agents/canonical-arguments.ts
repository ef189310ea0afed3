import type { Json } from "./events";

/** JSON with sorted keys and no spaces: the same text for the same value, however it was written. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}

/** One call of one agent in one session: what an approval is bound to. */
export interface CallIdentity {
  agent: string;
  sessionId: string;
  tool: string;
  toolUseId: string;
  input: Json;
}

/** The text that is hashed. Other members of `call` do not count. */
export const canonicalArguments = (call: CallIdentity): string =>
  canonicalJson({
    agent: call.agent,
    sessionId: call.sessionId,
    tool: call.tool,
    toolUseId: call.toolUseId,
    input: call.input,
  });
