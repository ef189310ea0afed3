import type {
  ConsoleEvent,
  Json,
  Picture,
  SessionMode,
  StopReason,
  TokenUsage,
  ToolResultPart,
  ToolStep,
} from "./events";
import type { ToolClass, ToolSource } from "./tool";

/** Text of a process as it came, in order; neighbours of one stream are joined. */
export interface OutputPart {
  stream: "stdout" | "stderr";
  text: string;
}

export interface TextBlock {
  kind: "text" | "reasoning";
  /** The wire's `contentBlockIndex`. */
  index: number;
  text: string;
}

/** A step of a call with the moment it was taken, without live output and result. */
export type CallStep = Omit<ToolStep, "toolUseId" | "name" | "output" | "result"> & {
  seq: number;
  at: string;
};

/** A call of a tool, from the model's first letter to its result. */
export interface CallBlock {
  kind: "tool";
  index: number;
  toolUseId: string;
  name: string;
  server?: string;
  source?: ToolSource;
  class?: ToolClass;
  /** For the model that gave it: it wants it back. */
  signature?: string;
  /** The arguments as they stream: JSON that may not be whole yet. */
  inputText: string;
  /** The arguments once they are whole and JSON; absent while they stream, and when they are none. */
  input?: Json;
  /** `asked` until the harness has taken the call up; then the last step's, live output aside. */
  phase: "asked" | Exclude<ToolStep["phase"], "output">;
  steps: CallStep[];
  rule?: string;
  approvalId?: string;
  /** Who decided, and why. */
  by?: string;
  reason?: string;
  /** What runs instead of `input`, when a person edited it. */
  editedInput?: Json;
  output: OutputPart[];
  result?: { status: "success" | "error"; content: ToolResultPart[] };
  startedAt?: string;
  durationMs?: number;
}

export type Block = TextBlock | CallBlock;

interface Placed {
  /** Of its first entry: unique, and the same at every fold, so it serves as a key. */
  seq: number;
  /** Of its last entry so far. */
  endSeq: number;
  at: string;
  runId?: string;
}

export interface MessageItem extends Placed {
  kind: "message";
  role: "user" | "assistant";
  /**
   * `interrupted` somebody stopped it: what is there is kept, but is no answer · `dropped` it broke off
   * (a crash, a cut stream) and the model is asked again: neither model nor person need it.
   */
  state: "streaming" | "complete" | "interrupted" | "dropped";
  blocks: Block[];
  stopReason?: StopReason;
  usage?: TokenUsage;
  nanoUsd?: number;
  latencyMs?: number;
}

/** A person's command in the sandbox, without the model. */
export interface CommandItem extends Placed {
  kind: "command";
  id: string;
  by: string;
  command: string;
  state: "running" | "finished";
  output: OutputPart[];
  exitCode?: number | null;
  durationMs?: number;
  problem?: string;
}

type EventOf<K extends string> = Extract<ConsoleEvent, { [key in K]: unknown }>;

/** Something that happened beside the messages, as it stands in the journal. */
export type NoticeEvent =
  | EventOf<"x_run">
  | EventOf<"x_context">
  | EventOf<"x_skill">
  | EventOf<"x_session">
  | EventOf<"x_memory">
  | EventOf<"x_problem">;

export interface NoticeItem extends Placed {
  kind: "notice";
  /** Of `x_run` only what a reader needs: resumed, and ended by anything but the end of the turn. */
  event: NoticeEvent;
}

export type ConversationItem = MessageItem | CommandItem | NoticeItem;

/** One run, with what its messages used. */
export interface ConversationRun {
  runId?: string;
  seq: number;
  startedAt: string;
  by: string;
  model: string;
  mode: SessionMode;
  /** Answers of the model, each a turn. */
  turns: number;
  usage: TokenUsage;
  /** Nano-dollars, of the answers whose price is known. */
  nanoUsd: number;
  /** Answers whose price nobody knows. */
  unpriced: number;
  resumed: number;
  endedAt?: string;
  stopReason?: StopReason;
  problem?: string;
  /** Time at work, pauses for people left out. */
  durationMs?: number;
}

export interface Conversation {
  /** Of the last entry folded in; 0 before the first. */
  lastSeq: number;
  items: readonly ConversationItem[];
  runs: readonly ConversationRun[];
  /** How many of the model's messages, from the first, it no longer sees, and what stands for them. */
  context: { droppedMessages: number; summary?: string };
  /** Where the message under way is in `items`. */
  open?: number;
  /** Results under way on AgentCore's wire: block index → toolUseId. */
  results?: ReadonlyMap<number, string>;
}

export const EMPTY_CONVERSATION: Conversation = {
  lastSeq: 0,
  items: [],
  runs: [],
  context: { droppedMessages: 0 },
};

/** Every call, oldest first. */
export function* callsOf(conversation: Conversation): Generator<CallBlock> {
  for (const item of conversation.items) {
    if (item.kind !== "message" || item.state === "dropped") continue;
    for (const block of item.blocks) if (block.kind === "tool") yield block;
  }
}

/** Neither finished nor given up. */
export const isOpenCall = (call: CallBlock): boolean =>
  call.phase !== "finished" && call.phase !== "unknown";

export const picturesOf = (call: CallBlock): Picture[] =>
  (call.result?.content ?? []).flatMap(({ x_picture }) => (x_picture ? [x_picture] : []));

/** A message's words, without reasoning and calls. */
export const textOf = (message: MessageItem): string =>
  message.blocks.flatMap((block) => (block.kind === "text" ? [block.text] : [])).join("\n\n");
