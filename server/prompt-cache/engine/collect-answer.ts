import "server-only";
import { frameDecoder, type StreamFrame } from "@/server/aws/bedrock-runtime/event-stream";
import type { BedrockOperation } from "./contracts";
import { converseAssembler } from "./converse-events";

/** What was learnt of an answer while it passed. */
export interface Collected {
  /** As `StoredAnswer.body` keeps it; undefined when the answer is not whole, too large or not one to keep. */
  body?: Buffer;
  inputTokens: number;
  outputTokens: number;
}

export interface Collector {
  see(chunk: Uint8Array): void;
  /** After the connection ended well. */
  finish(): Collected;
}

/** Listens to an answer of status 200 as it passes; keeps at most `limit` bytes of it. */
export function collectorFor(
  operation: BedrockOperation,
  headers: Record<string, string>,
  limit: number,
): Collector {
  // Encoded bytes could not be read as JSON or frames, nor served to a client that takes none.
  if (headers["content-encoding"]) return nothing(headers);
  if (operation === "ConverseStream") return converseStream(limit);
  if (operation === "InvokeModelWithResponseStream") return invokeStream(headers, limit);
  return whole(operation, headers, limit);
}

const nothing = (headers: Record<string, string>): Collector => ({
  see: () => {},
  finish: () => tokensOfHeaders(headers),
});

function whole(
  operation: BedrockOperation,
  headers: Record<string, string>,
  limit: number,
): Collector {
  const kept = bytesUpTo(limit);
  return {
    see: kept.add,
    finish() {
      const body = kept.bytes();
      if (operation === "InvokeModel") return { body, ...tokensOfHeaders(headers) };
      if (!body) return { inputTokens: 0, outputTokens: 0 };
      const response = parse(body);
      const answered = (response?.output as { message?: unknown } | undefined)?.message;
      return { ...(answered ? { body } : {}), ...tokensOf(response?.usage) };
    },
  };
}

function converseStream(limit: number): Collector {
  const assembler = converseAssembler();
  let usage: unknown;
  const frames = framesOf((frame) => {
    // The usage comes last and counts even when the answer grew too large to keep.
    if (frame.type === "metadata") usage = parse(frame.body)?.usage;
    if (assembler.size <= limit) assembler.feed(frame);
  });
  return {
    see: frames.see,
    finish() {
      const response = frames.whole() && assembler.size <= limit ? assembler.response() : undefined;
      const body = response && Buffer.from(JSON.stringify(response));
      return { ...(body && { body }), ...tokensOf(usage) };
    },
  };
}

/** The frames stay as they are: what is in them is the model's own form. */
function invokeStream(headers: Record<string, string>, limit: number): Collector {
  const kept = bytesUpTo(limit);
  let failed = false;
  let last: StreamFrame | undefined;
  const frames = framesOf((frame) => {
    failed ||= frame.messageType !== "event";
    last = frame;
  });
  return {
    see(chunk) {
      kept.add(chunk);
      frames.see(chunk);
    },
    finish() {
      const body = frames.whole() && !failed && last ? kept.bytes() : undefined;
      const chunk = parse(Buffer.from(String(parse(last?.body)?.bytes ?? ""), "base64"));
      const metrics = chunk?.["amazon-bedrock-invocationMetrics"] as Fields | undefined;
      const counted = metrics
        ? tokensOf({
            inputTokens: metrics.inputTokenCount,
            outputTokens: metrics.outputTokenCount,
          })
        : tokensOfHeaders(headers);
      return { ...(body && { body }), ...counted };
    },
  };
}

type Fields = Record<string, unknown>;

function parse(bytes: Uint8Array | undefined): Fields | undefined {
  try {
    return bytes && (JSON.parse(Buffer.from(bytes).toString()) as Fields);
  } catch {
    return undefined;
  }
}

/** Whole only when every byte belonged to a frame and no frame was damaged. */
function framesOf(take: (frame: StreamFrame) => void) {
  const decoder = frameDecoder();
  let damaged = false;
  return {
    see(chunk: Uint8Array) {
      if (damaged) return;
      try {
        for (const frame of decoder.feed(chunk)) take(frame);
      } catch {
        damaged = true;
      }
    },
    whole: () => !damaged && decoder.rest === 0,
  };
}

function bytesUpTo(limit: number) {
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;
  return {
    add(chunk: Uint8Array) {
      size += chunk.length;
      if (size > limit) chunks = undefined;
      chunks?.push(chunk);
    },
    bytes: () => chunks && Buffer.concat(chunks),
  };
}

const count = (value: unknown): number => {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? Math.round(number) : 0;
};

const tokensOf = (usage: unknown) => ({
  inputTokens: count((usage as Fields | undefined)?.inputTokens),
  outputTokens: count((usage as Fields | undefined)?.outputTokens),
});

const tokensOfHeaders = (headers: Record<string, string>) => ({
  inputTokens: count(headers["x-amzn-bedrock-input-token-count"]),
  outputTokens: count(headers["x-amzn-bedrock-output-token-count"]),
});
