import { canonicalJson } from "./canonical-json";

/** The last thing a user said, taken out of the conversation around it. */
export interface LastTurn {
  /** Its text blocks, in order. */
  texts: string[];
  /** Canonical form of its other content and of where the texts stood; empty for one plain text. */
  attachments: string;
  /** Canonical form of the other messages; empty when there are none. */
  conversation: string;
  /** Tools were used in it or before it. */
  usesTools: boolean;
  /** Where it stands in `messages`. */
  index: number;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A block that is nothing but text. */
export const isText = (block: unknown): block is { text: string } =>
  isFields(block) && typeof block.text === "string" && Object.keys(block).length === 1;

/** Marks for Bedrock's own prefix cache change the price, not the answer. */
const isCachePoint = (block: unknown): boolean => isFields(block) && "cachePoint" in block;

/** Undefined when no user says anything in `messages`. */
export function readLastTurn(messages: unknown): LastTurn | undefined {
  if (!Array.isArray(messages)) return undefined;
  const index = messages.findLastIndex((message) => isFields(message) && message.role === "user");
  const content: unknown = messages[index]?.content;
  if (!Array.isArray(content)) return undefined;

  const blocks = content.filter((block) => !isCachePoint(block));
  const texts = blocks.filter(isText).map((block) => block.text);
  const plain = blocks.length === 1 && texts.length === 1;
  const others: Fields = { ...messages[index], content: "…" };
  const alone = messages.length === 1 && Object.keys(others).length === 2;
  return {
    texts,
    attachments: plain
      ? ""
      : canonicalJson(blocks.map((block) => (isText(block) ? { text: "" } : block))),
    conversation: alone ? "" : canonicalJson(messages.with(index, others)),
    usesTools: messages.some(mentionsTools),
    index,
  };
}

function mentionsTools(message: unknown): boolean {
  if (!isFields(message) || !Array.isArray(message.content)) return false;
  return message.content.some(
    (block) => isFields(block) && ("toolUse" in block || "toolResult" in block),
  );
}

/** Every text in a value, except raw bytes of pictures and documents. */
export function textsWithin(value: unknown, found: string[] = []): string[] {
  if (typeof value === "string") found.push(value);
  else if (Array.isArray(value)) for (const part of value) textsWithin(part, found);
  else if (isFields(value))
    for (const [key, part] of Object.entries(value))
      if (key !== "bytes" && key !== "data") textsWithin(part, found);
  return found;
}
