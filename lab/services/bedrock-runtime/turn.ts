import type { Model } from "../../models/catalogue.ts";
import type { SaidMessage } from "../../models/operator/read-conversation.ts";

/** A tool that a request offers. */
export interface Tool {
  name: string;
  description?: string;
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
  /** The whole conversation, for models that follow one. */
  messages: SaidMessage[];
}

export type StopReason =
  | "end_turn"
  | "max_tokens"
  | "stop_sequence"
  | "tool_use"
  | "guardrail_intervened";

/** One call that a model asks for. */
export interface ToolUse {
  id: string;
  name: string;
  input: Record<string, unknown>;
}

/** What a text model says. */
export interface Reply {
  /** Said before the tools are used; may be empty when there are some. */
  text: string;
  toolUses?: ToolUse[];
  stopReason: StopReason;
  stopSequence?: string;
  inputTokens: number;
  outputTokens: number;
}
