import type { Model } from "../../models/catalogue.ts";

/** A tool that a request offers. */
export interface Tool {
  name: string;
  /** JSON schema of its input. */
  schema: Record<string, unknown>;
}

/** What a text model is asked, whatever form the request had. */
export interface Turn {
  model: Model;
  system: string;
  /** The last thing the user said. */
  question: string;
  /** Everything the model reads, for counting tokens. */
  read: string;
  maxTokens: number;
  stopSequences: string[];
  tools: Tool[];
  /** The tool that must be used, or `any`. */
  mustUse?: string;
  /** JSON schema that the answer's text has to follow. */
  format?: Record<string, unknown>;
  /** What tools answered, when the user's last message says so. */
  toolAnswers?: string[];
}

export type StopReason =
  | "end_turn"
  | "max_tokens"
  | "stop_sequence"
  | "tool_use"
  | "guardrail_intervened";

/** What a text model says. */
export interface Reply {
  /** May be empty when a tool is used. */
  text: string;
  toolUse?: { id: string; name: string; input: Record<string, unknown> };
  stopReason: StopReason;
  stopSequence?: string;
  inputTokens: number;
  outputTokens: number;
}
