import "server-only";
import { readLastTurn } from "@/lib/prompt-cache/read-converse";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import type { Compress, CountTokens, PromptRequest } from "./contracts";

export interface Shortened {
  body: Uint8Array;
  compression: NonNullable<RequestTrace["compression"]>;
}

/**
 * The request with a shorter last prompt, or undefined when nothing is won. Only the prompt's own
 * string is replaced within the body: everything else goes out byte for byte as it came.
 */
export function shortenPrompt(
  { call, namespace }: PromptRequest,
  prompt: string,
  compress: Compress,
  count: CountTokens,
): Shortened | undefined {
  const { phrases, keep } = namespace.settings.compression;
  const { text, removed, before, after } = compress(prompt, { phrases, keep, count });
  if (after >= before || text.length >= prompt.length || text.trim() === "") return undefined;
  const body = Buffer.from(call.body).toString();
  const at = placeOf(prompt, body);
  if (!at) return undefined;
  const shorter = body.slice(0, at.start) + JSON.stringify(text) + body.slice(at.end);
  if (!isOnlyShorter(body, shorter, text)) return undefined;
  return { body: Buffer.from(shorter), compression: { before, after, removed, sent: text } };
}

/** Where the prompt's JSON string stands; undefined unless it stands there exactly once. */
function placeOf(prompt: string, body: string): { start: number; end: number } | undefined {
  const plain = JSON.stringify(prompt);
  // Python's json.dumps writes everything beyond ASCII as \uXXXX.
  const ascii = plain.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  for (const literal of plain === ascii ? [plain] : [plain, ascii]) {
    const start = body.indexOf(literal);
    if (start >= 0 && body.indexOf(literal, start + 1) < 0)
      return { start, end: start + literal.length };
  }
  return undefined;
}

/** The literal may have stood elsewhere, as a field's name or in the system prompt: then nothing is sent shorter. */
function isOnlyShorter(body: string, shorter: string, text: string): boolean {
  if (Buffer.byteLength(shorter) >= Buffer.byteLength(body)) return false;
  const { messages } = JSON.parse(shorter) as { messages?: unknown };
  const turn = readLastTurn(messages);
  return turn?.texts.length === 1 && turn.texts[0] === text;
}
