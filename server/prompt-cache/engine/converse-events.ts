import "server-only";
import { encodeEvent, type StreamFrame } from "@/server/aws/bedrock-runtime/event-stream";

/** An event of ConverseStream: its type and its JSON. */
export interface ConverseEvent {
  type: string;
  payload: Record<string, unknown>;
}

type Fields = Record<string, unknown>;
interface Block {
  text?: string;
  tool?: { toolUseId?: unknown; name?: unknown; type?: unknown; input: string };
  reasoning?: { text: string; signature?: unknown; redacted?: unknown };
}

/** Text is replayed in pieces of about this many characters, cut between code points. */
const PIECE = 1_000;

/**
 * Puts a streamed answer together as the Converse response that the same question would have got
 * unstreamed. `response` is undefined until the stream has ended whole, and for ever when it failed
 * or held something that cannot be put back: such an answer is passed on and not kept.
 */
export function converseAssembler() {
  const blocks = new Map<number, Block>();
  const response: Fields = {};
  let role: unknown;
  let stopped = false;
  let lost = false;
  let size = 0;

  const take = ({ type, payload }: ConverseEvent): void => {
    const index = Number(payload.contentBlockIndex ?? 0);
    const block = blocks.get(index) ?? {};
    switch (type) {
      case "messageStart":
        role = payload.role;
        return;
      case "contentBlockStart":
        blocks.set(index, block);
        lost ||= !startBlock(block, payload.start as Fields | undefined);
        return;
      case "contentBlockDelta":
        blocks.set(index, block);
        lost ||= !extendBlock(block, payload.delta as Fields | undefined);
        return;
      case "contentBlockStop":
        return;
      case "messageStop":
        stopped = true;
        response.stopReason = payload.stopReason;
        if (payload.additionalModelResponseFields !== undefined)
          response.additionalModelResponseFields = payload.additionalModelResponseFields;
        return;
      case "metadata": {
        const { p: _padding, ...metadata } = payload;
        Object.assign(response, metadata);
        return;
      }
      default:
        lost = true;
    }
  };

  return {
    feed(frame: StreamFrame): void {
      size += frame.body.length;
      if (frame.messageType !== "event") lost = true;
      else take({ type: frame.type, payload: JSON.parse(Buffer.from(frame.body).toString()) });
    },
    /** Bytes of events so far. */
    get size() {
      return size;
    },
    response(): Fields | undefined {
      if (lost || !stopped || role === undefined) return undefined;
      const content = [...blocks].sort(([a], [b]) => a - b).map(([, block]) => asContent(block));
      if (content.includes(undefined)) return undefined;
      return { ...response, output: { message: { role, content } } };
    },
  };
}

/** False when a start is of a kind that is not known. */
function startBlock(block: Block, start: Fields | undefined): boolean {
  const kinds = Object.keys(start ?? {});
  if (kinds.length === 0) return true;
  if (kinds.length > 1 || kinds[0] !== "toolUse") return false;
  block.tool = { ...(start?.toolUse as Fields), input: "" };
  return true;
}

/** False when a delta is of a kind that is not known. */
function extendBlock(block: Block, delta: Fields | undefined): boolean {
  const [kind, ...more] = Object.keys(delta ?? {});
  const value = kind && delta?.[kind];
  if (more.length > 0) return false;
  if (kind === "text" && typeof value === "string") {
    block.text = (block.text ?? "") + value;
    return true;
  }
  if (kind === "toolUse" && block.tool) {
    block.tool.input += String((value as Fields).input ?? "");
    return true;
  }
  if (kind !== "reasoningContent") return false;
  block.reasoning ??= { text: "" };
  for (const [name, part] of Object.entries(value as Fields)) {
    if (name === "text") block.reasoning.text += String(part);
    else if (name === "signature") block.reasoning.signature = part;
    else if (name === "redactedContent") block.reasoning.redacted = part;
    else return false;
  }
  return true;
}

function asContent({ text, tool, reasoning }: Block): Fields | undefined {
  if ([text, tool, reasoning].filter((kind) => kind !== undefined).length > 1) return undefined;
  if (tool) {
    const { input, ...about } = tool;
    try {
      return { toolUse: { ...about, input: input === "" ? {} : JSON.parse(input) } };
    } catch {
      return undefined;
    }
  }
  if (!reasoning) return { text: text ?? "" };
  if (reasoning.redacted !== undefined)
    return { reasoningContent: { redactedContent: reasoning.redacted } };
  const { signature } = reasoning;
  return {
    reasoningContent: {
      reasoningText: { text: reasoning.text, ...(signature !== undefined && { signature }) },
    },
  };
}

/** A Converse response as the events that ConverseStream would have sent; undefined when it cannot be told in events. */
export function eventsOf(response: Fields): ConverseEvent[] | undefined {
  const { output, stopReason, additionalModelResponseFields, ...metadata } = response;
  const message = (output as Fields | undefined)?.message as Fields | undefined;
  if (!message || !Array.isArray(message.content)) return undefined;
  const events: ConverseEvent[] = [{ type: "messageStart", payload: { role: message.role } }];
  for (const [contentBlockIndex, block] of (message.content as Fields[]).entries()) {
    const parts = partsOf(block);
    if (!parts) return undefined;
    if (parts.start)
      events.push({
        type: "contentBlockStart",
        payload: { contentBlockIndex, start: parts.start },
      });
    for (const delta of parts.deltas)
      events.push({ type: "contentBlockDelta", payload: { contentBlockIndex, delta } });
    events.push({ type: "contentBlockStop", payload: { contentBlockIndex } });
  }
  const more = additionalModelResponseFields === undefined ? {} : { additionalModelResponseFields };
  events.push({ type: "messageStop", payload: { stopReason, ...more } });
  events.push({ type: "metadata", payload: metadata });
  return events;
}

function partsOf(block: Fields): { start?: Fields; deltas: Fields[] } | undefined {
  const [kind, ...more] = Object.keys(block);
  if (more.length > 0) return undefined;
  if (kind === "text") return { deltas: pieces(String(block.text)).map((text) => ({ text })) };
  if (kind === "toolUse") {
    const { input, ...start } = block.toolUse as Fields;
    return {
      start: { toolUse: start },
      deltas: [{ toolUse: { input: JSON.stringify(input ?? {}) } }],
    };
  }
  if (kind !== "reasoningContent") return undefined;
  const { reasoningText, redactedContent } = block.reasoningContent as Fields;
  if (redactedContent !== undefined) return { deltas: [{ reasoningContent: { redactedContent } }] };
  const { text, signature } = (reasoningText ?? {}) as Fields;
  return {
    deltas: [
      ...pieces(String(text ?? "")).map((part) => ({ reasoningContent: { text: part } })),
      ...(signature === undefined ? [] : [{ reasoningContent: { signature } }]),
    ],
  };
}

function pieces(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + PIECE);
    // Never between the halves of a surrogate pair: each piece is UTF-8 of its own.
    if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1] as string)) end -= 1;
    found.push(text.slice(at, end));
    at = end;
  }
  return found;
}

/** The frames of a replayed stream, in order; undefined when the response cannot be told in events. */
export function replayFrames(body: Buffer): Uint8Array[] | undefined {
  const events = eventsOf(JSON.parse(body.toString()) as Fields);
  return events?.map(({ type, payload }) => encodeEvent(type, payload));
}
