import type {
  Block,
  CallBlock,
  CommandItem,
  Conversation,
  ConversationItem,
  ConversationRun,
  MessageItem,
  OutputPart,
} from "./conversation";
import type { TokenUsage } from "./events";

export const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

export function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  const read = (one.cacheReadInputTokens ?? 0) + (other.cacheReadInputTokens ?? 0);
  const written = (one.cacheWriteInputTokens ?? 0) + (other.cacheWriteInputTokens ?? 0);
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    totalTokens: one.totalTokens + other.totalTokens,
    ...(read ? { cacheReadInputTokens: read } : {}),
    ...(written ? { cacheWriteInputTokens: written } : {}),
  };
}

export function joinOutput(parts: OutputPart[], { stream, text }: OutputPart): OutputPart[] {
  const last = parts.at(-1);
  return last?.stream === stream
    ? [...parts.slice(0, -1), { stream, text: last.text + text }]
    : [...parts, { stream, text }];
}

/**
 * A conversation being changed: what is touched is copied once, the rest is shared with the one
 * before, so that folding is linear and a browser redraws only what changed.
 */
export class Draft {
  lastSeq: number;
  context: Conversation["context"];
  open: number | undefined;
  /** Blocks of results under way on the wire: block index → toolUseId. */
  readonly results: Map<number, string>;
  private readonly items: ConversationItem[];
  private readonly runs: ConversationRun[];
  private readonly own = new Set<object>();

  constructor(before: Conversation) {
    this.lastSeq = before.lastSeq;
    this.context = before.context;
    this.open = before.open;
    this.results = new Map(before.results);
    this.items = [...before.items];
    this.runs = [...before.runs];
  }

  done(): Conversation {
    return {
      lastSeq: this.lastSeq,
      items: this.items,
      runs: this.runs,
      context: this.context,
      ...(this.open === undefined ? {} : { open: this.open }),
      ...(this.results.size ? { results: this.results } : {}),
    };
  }

  add(item: ConversationItem): void {
    this.own.add(item);
    this.items.push(item);
  }

  addRun(run: ConversationRun): void {
    this.own.add(run);
    this.runs.push(run);
  }

  /** The message becomes the one under way. */
  begin(message: MessageItem): void {
    this.results.clear();
    this.add(message);
    this.own.add(message.blocks);
    this.open = this.items.length - 1;
  }

  openMessage(): MessageItem | undefined {
    return this.open === undefined ? undefined : this.message(this.open);
  }

  lastAnswer(): MessageItem | undefined {
    const at = this.items.findLastIndex(
      (item) => item.kind === "message" && item.role === "assistant",
    );
    return at < 0 ? undefined : this.message(at);
  }

  /** The newest run, or the one with this id. */
  run(runId: string | undefined): ConversationRun | undefined {
    const at = this.runs.findLastIndex((run) => run.runId === runId);
    const run = this.runs[at];
    if (!run || this.own.has(run)) return run;
    const copy = { ...run };
    this.own.add(copy);
    this.runs[at] = copy;
    return copy;
  }

  command(id: string): CommandItem | undefined {
    const at = this.items.findLastIndex((item) => item.kind === "command" && item.id === id);
    return at < 0 ? undefined : (this.item(at) as CommandItem);
  }

  /** The newest call with this id; ids are unique but for a provider that repeats them. */
  call(toolUseId: string): CallBlock | undefined {
    for (let at = this.items.length - 1; at >= 0; at -= 1) {
      const item = this.items[at];
      if (item?.kind !== "message" || item.state === "dropped") continue;
      const index = item.blocks.findLastIndex(
        (block) => block.kind === "tool" && block.toolUseId === toolUseId,
      );
      if (index >= 0) return this.ownBlock(this.message(at), index) as CallBlock;
    }
    return undefined;
  }

  addBlock(message: MessageItem, block: Block): void {
    this.own.add(block);
    message.blocks.push(block);
  }

  block(message: MessageItem, wireIndex: number): Block | undefined {
    const at = message.blocks.findLastIndex(({ index }) => index === wireIndex);
    return at < 0 ? undefined : this.ownBlock(message, at);
  }

  private ownBlock(message: MessageItem, at: number): Block | undefined {
    const block = message.blocks[at];
    if (!block || this.own.has(block)) return block;
    const copy = { ...block };
    this.own.add(copy);
    message.blocks[at] = copy;
    return copy;
  }

  private message(at: number): MessageItem {
    const message = this.item(at) as MessageItem;
    if (!this.own.has(message.blocks)) {
      message.blocks = [...message.blocks];
      this.own.add(message.blocks);
    }
    return message;
  }

  private item(at: number): ConversationItem {
    const item = this.items[at] as ConversationItem;
    if (this.own.has(item)) return item;
    const copy = { ...item };
    this.own.add(copy);
    this.items[at] = copy;
    return copy;
  }
}
