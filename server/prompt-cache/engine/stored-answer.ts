import "server-only";
import { crc32 } from "node:zlib";
import type { OperationFamily } from "@/lib/prompt-cache/key-parts";
import type { KeyPart } from "@/lib/prompt-cache/trace";
import type { Sealer } from "./sealer";

/** What is kept of an answer beside its bytes. */
export interface AnswerFacts {
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
  /** How long the model took, milliseconds. */
  modelMs: number;
}

/** A model's whole answer as the exact layer keeps it. */
export interface StoredAnswer {
  readonly facts: AnswerFacts;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** JSON of Converse or InvokeModel; the event frames of InvokeModelWithResponseStream. */
  readonly body: Buffer;
}

/** `02 <crc32 of the rest> <length of the facts> <expiry, double> <facts, JSON> <body>`, little-endian. */
const FORM = 0x02;
const CRC_AT = 1;
const LENGTH_AT = 5;
const EXPIRY_AT = 9;
const FACTS_AT = 17;

/** Bound to the namespace, so that no tenant's bytes can be put under another's key. */
const boundTo = (namespace: string): string => `answer ${namespace}`;

/** Encrypted as a whole when a key is configured. */
export function encodeStored(sealer: Sealer, namespace: string, answer: StoredAnswer): Buffer {
  const facts = Buffer.from(JSON.stringify(answer.facts));
  const head = Buffer.alloc(FACTS_AT);
  head.writeUInt8(FORM, 0);
  head.writeUInt32LE(facts.length, LENGTH_AT);
  head.writeDoubleLE(answer.expiresAt, EXPIRY_AT);
  const plain = Buffer.concat([head, facts, answer.body]);
  plain.writeUInt32LE(crc32(plain.subarray(LENGTH_AT)), CRC_AT);
  return sealer.seal(plain, boundTo(namespace));
}

/**
 * Undefined for anything that is not a whole, undamaged and living answer. A hit needs the bytes
 * only, so the facts are parsed when somebody looks at them.
 */
export function decodeStored(
  sealer: Sealer,
  namespace: string,
  value: Buffer,
  now = Date.now(),
): StoredAnswer | undefined {
  try {
    const plain = sealer.open(value, boundTo(namespace));
    if (plain[0] !== FORM || plain.length < FACTS_AT) return undefined;
    if (plain.readUInt32LE(CRC_AT) !== crc32(afterSum(plain))) return undefined;
    const expiresAt = plain.readDoubleLE(EXPIRY_AT);
    return expiresAt > now ? new ReadAnswer(plain, expiresAt) : undefined;
  } catch {
    return undefined;
  }
}

/** What the checksum is of. A plain array costs half of what a Buffer does, and this is made for every hit. */
const afterSum = ({ buffer, byteOffset, length }: Buffer): Uint8Array =>
  new Uint8Array(buffer, byteOffset + LENGTH_AT, length - LENGTH_AT);

class ReadAnswer implements StoredAnswer {
  readonly expiresAt: number;
  readonly body: Buffer;
  private readonly plain: Buffer;
  private readonly bodyAt: number;
  private parsed: AnswerFacts | undefined;

  constructor(plain: Buffer, expiresAt: number) {
    this.plain = plain;
    this.bodyAt = FACTS_AT + plain.readUInt32LE(LENGTH_AT);
    this.body = plain.subarray(this.bodyAt);
    this.expiresAt = expiresAt;
  }

  get facts(): AnswerFacts {
    this.parsed ??= JSON.parse(this.plain.toString("utf8", FACTS_AT, this.bodyAt)) as AnswerFacts;
    return this.parsed;
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

/** Parts of the key as an entry's hash keeps them, for key diffs. */
export const sealParts = (
  sealer: Sealer,
  namespace: string,
  parts: Partial<Record<KeyPart, string>>,
): Buffer => sealer.seal(Buffer.from(JSON.stringify(parts)), `parts ${namespace}`);

/** Undefined when they are damaged or were sealed with another key. */
export function openParts(
  sealer: Sealer,
  namespace: string,
  sealed: Buffer,
): Partial<Record<KeyPart, string>> | undefined {
  try {
    return JSON.parse(sealer.open(sealed, `parts ${namespace}`).toString("utf8"));
  } catch {
    return undefined;
  }
}
