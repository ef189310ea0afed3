/** What a tool user sees of a request, and what it does next. */

/** A tool as a request offers it. */
export interface OfferedTool {
  name: string;
  description: string;
  /** JSON schema of its input. */
  schema: Schema;
}

export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** A call that was made, with its answer as far as there is one. */
export interface MadeCall {
  id: string;
  name: string;
  input: Record<string, unknown>;
  status?: "success" | "error";
  /** What the tool answered, as text. */
  text: string;
  /** The same where it is JSON. */
  data: unknown[];
}

/** The conversation, as far as a rule can follow it. */
export interface Told {
  system: string;
  /** The last thing that the person said. */
  question: string;
  /** What the person said before, oldest first. */
  earlier: string[];
  tools: OfferedTool[];
  /** Every call of the conversation, oldest first. */
  calls: MadeCall[];
  /** Those since the question. */
  now: MadeCall[];
}

/** What is said, and then called: without calls the turn ends. */
export interface Move {
  say: string;
  calls: { name: string; input: Record<string, unknown> }[];
}

/** One kind of work: undefined when it has nothing to do with what is asked. */
export type Duty = (told: Told) => Move | undefined;

export const answer = (say: string): Move => ({ say, calls: [] });
