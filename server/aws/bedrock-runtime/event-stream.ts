import "server-only";
import { EventStreamCodec } from "@smithy/core/event-streams";

/** One frame of `application/vnd.amazon.eventstream`. */
export interface StreamFrame {
  /** `event`; `exception` and `error` end a stream that failed. */
  messageType: string;
  /** `messageStart`, `chunk`, …; of an exception its type. */
  type: string;
  body: Uint8Array;
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);

/** No frame of Bedrock's comes near it; more would be a broken length, waited for in vain. */
const MAX_FRAME = 24 * 1024 * 1024;

/** One event as Bedrock frames it. */
export function encodeEvent(type: string, payload: unknown): Uint8Array {
  return codec.encode({
    headers: {
      ":event-type": { type: "string", value: type },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: "event" },
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
}

/**
 * Takes a stream in pieces of any size and gives its whole frames. `rest` is how many bytes of an
 * unfinished frame remain. Throws on a checksum or length that is not right.
 */
export function frameDecoder(): { feed(chunk: Uint8Array): StreamFrame[]; readonly rest: number } {
  let held = Buffer.alloc(0);
  return {
    feed(chunk) {
      held = held.length > 0 ? Buffer.concat([held, chunk]) : Buffer.from(chunk);
      const frames: StreamFrame[] = [];
      while (held.length >= 4) {
        const length = held.readUInt32BE(0);
        if (length < 16 || length > MAX_FRAME) throw new Error("not an event stream");
        if (held.length < length) break;
        frames.push(asFrame(held.subarray(0, length)));
        held = held.subarray(length);
      }
      return frames;
    },
    get rest() {
      return held.length;
    },
  };
}

function asFrame(bytes: Uint8Array): StreamFrame {
  const { headers, body } = codec.decode(bytes);
  const text = (name: string): string => String(headers[name]?.value ?? "");
  return {
    messageType: text(":message-type"),
    type: text(":event-type") || text(":exception-type") || text(":error-code"),
    body,
  };
}
