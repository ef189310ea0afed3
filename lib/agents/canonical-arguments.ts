import { canonicalJson } from "@/lib/platform/canonical-json";
import type { Json } from "./events";

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
