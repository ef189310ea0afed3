import "server-only";
import type { OperationFamily } from "@/lib/prompt-cache/key-parts";
import type { Sealer } from "./sealer";

/** A model's whole answer as the exact layer keeps it. */
export interface StoredAnswer {
  entryId: string;
  family: OperationFamily;
  model: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** As the model counted. */
  inputTokens: number;
  outputTokens: number;
  /** Unix milliseconds. */
  storedAt: number;
  expiresAt: number;
  /** How long the model took, milliseconds. */
  modelMs: number;
  /** JSON of Converse or InvokeModel; the event frames of InvokeModelWithResponseStream. */
  body: Buffer;
}

/** Bound to the namespace, so that no tenant's bytes can be put under another's key. */
const boundTo = (namespace: string): string => `answer ${namespace}`;

/**
 * One line of JSON, a line feed, and the body as it came: a hit parses the short line and hands out
 * the rest untouched. Encrypted as a whole when a key is configured.
 */
export function encodeStored(sealer: Sealer, namespace: string, answer: StoredAnswer): Buffer {
  const { body, ...about } = answer;
  const line = JSON.stringify({ v: 1, bytes: body.length, ...about });
  return sealer.seal(Buffer.concat([Buffer.from(`${line}\n`), body]), boundTo(namespace));
}

/** Undefined for anything that is not a whole, readable and living answer. */
export function decodeStored(
  sealer: Sealer,
  namespace: string,
  value: Buffer,
  now = Date.now(),
): StoredAnswer | undefined {
  try {
    const plain = sealer.open(value, boundTo(namespace));
    const end = plain.indexOf(10);
    const { v, bytes, ...about } = JSON.parse(plain.toString("utf8", 0, end)) as {
      v: number;
      bytes: number;
    } & Omit<StoredAnswer, "body">;
    const body = plain.subarray(end + 1);
    if (v !== 1 || bytes !== body.length || typeof about.entryId !== "string") return undefined;
    if (!(about.expiresAt > now)) return undefined;
    return { ...about, body };
  } catch {
    return undefined;
  }
}

/** A prompt as an entry's hash keeps it beside the answer. */
export const sealPrompt = (sealer: Sealer, namespace: string, prompt: string): Buffer =>
  sealer.seal(Buffer.from(prompt), `prompt ${namespace}`);

/** Undefined when it is damaged or was sealed with another key. */
export function openPrompt(sealer: Sealer, namespace: string, sealed: Buffer): string | undefined {
  try {
    return sealer.open(sealed, `prompt ${namespace}`).toString("utf8");
  } catch {
    return undefined;
  }
}
