import "server-only";
import { Message, TextBlock } from "@strands-agents/sdk";
import type { Conversation } from "@/lib/agents/conversation";
import type { RunState } from "../run-state";
import { summarise } from "./summarise";
import { type Truncation, truncationOf } from "./truncation";

/**
 * What of the conversation the model is shown. The conversation itself stays whole: only how many
 * messages are left out is kept, in the journal, with what stands for them.
 */
export class ContextWindow {
  private dropped: number;
  private summary: string | undefined;
  private readonly truncation: Truncation;
  private readonly state: RunState;
  /** Tighter than configured, once the model said that it was too much. */
  private most: number;
  private keep: number;
  private lastShown = 0;

  constructor(state: RunState, { context }: Conversation) {
    this.state = state;
    this.dropped = context.droppedMessages;
    this.summary = context.summary;
    this.truncation = truncationOf(state.run.definition.harness);
    this.most = this.truncation.most;
    this.keep = this.truncation.keep;
  }

  /** The messages for the next call; what is left out from now on is in the journal. */
  async fit(messages: readonly Message[]): Promise<Message[]> {
    if (messages.length - this.dropped > this.most) await this.cut(messages);
    const shown = withHead(messages, this.dropped, this.summary);
    this.lastShown = shown.length;
    return shown;
  }

  /** The model said that it is too long: whether a shorter one can be tried. */
  shrink(): boolean {
    if (this.truncation.strategy === "none" || this.lastShown <= 2) return false;
    this.most = Math.max(2, Math.floor(this.lastShown / 2));
    this.keep = Math.max(1, Math.floor(this.most * 0.75));
    return true;
  }

  private async cut(messages: readonly Message[]): Promise<void> {
    const to = cutPoint(messages, messages.length - this.keep);
    if (to <= this.dropped) return;
    if (this.truncation.strategy === "summarization")
      this.summary = await summarise(this.state, {
        messages: messages.slice(this.dropped, to),
        before: this.summary,
        prompt: this.truncation.prompt,
      });
    this.dropped = to;
    this.state.journal.write({
      x_context: { droppedMessages: to, ...(this.summary && { summary: this.summary }) },
    });
  }
}

/** The first place at or after `from` where a conversation may begin: not with results of calls that are gone. */
export function cutPoint(messages: readonly Message[], from: number): number {
  let at = Math.max(0, from);
  while (at < messages.length - 1 && carriesResults(messages[at])) at += 1;
  return carriesResults(messages[at]) ? at - 1 : at;
}

const carriesResults = (message: Message | undefined): boolean =>
  message?.content.some(({ type }) => type === "toolResultBlock") ?? false;

/** A conversation begins with a person: what was asked last stands before an answer that lost its question. */
export function withHead(
  messages: readonly Message[],
  dropped: number,
  summary: string | undefined,
): Message[] {
  const [first, ...rest] = messages.slice(dropped);
  if (dropped === 0 || !first) return [...messages];
  const notes = summary ? [`Summary of the conversation so far:\n${summary}`] : [];
  if (first.role === "user") {
    const content = [...notes.map((note) => new TextBlock(note)), ...first.content];
    return [new Message({ role: "user", content }), ...rest];
  }
  const asked = messages.slice(0, dropped).findLast(isSaid);
  for (const block of asked?.content ?? [])
    if (block.type === "textBlock") notes.push(`What was asked:\n${block.text}`);
  const text = notes.join("\n\n") || "Earlier messages are left out here.";
  return [new Message({ role: "user", content: [new TextBlock(text)] }), first, ...rest];
}

const isSaid = (message: Message): boolean =>
  message.role === "user" && message.content.some(({ type }) => type === "textBlock");
