import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { AwsError } from "../aws-error.ts";
import type { MidStreamFault } from "../contracts.ts";

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString("utf8"),
  (text) => new Uint8Array(Buffer.from(text, "utf8")),
);

const text = (value: string) => ({ type: "string" as const, value });

/** One event as a frame of `application/vnd.amazon.eventstream`. */
export function encodeEvent(type: string, payload: unknown): Uint8Array {
  return codec.encode({
    headers: {
      ":event-type": text(type),
      ":content-type": text("application/json"),
      ":message-type": text("event"),
    },
    body: new Uint8Array(Buffer.from(JSON.stringify(payload))),
  });
}

/** An error within a stream, under its member's name: `ThrottlingException` → `throttlingException`. */
export function encodeException({ code, message, fields }: AwsError): Uint8Array {
  return codec.encode({
    headers: {
      ":exception-type": text(code.charAt(0).toLowerCase() + code.slice(1)),
      ":content-type": text("application/json"),
      ":message-type": text("exception"),
    },
    body: new Uint8Array(Buffer.from(JSON.stringify({ message, ...fields }))),
  });
}

/** Errors that a stream may carry; any other is told as an internal one. */
const IN_STREAM = new Set([
  "InternalServerException",
  "ModelStreamErrorException",
  "ModelTimeoutException",
  "RuntimeClientError",
  "ServiceUnavailableException",
  "ThrottlingException",
  "ValidationException",
]);

export interface EventWriter {
  /** False when a fault has ended the stream and nothing more may be sent. */
  write(type: string, payload: unknown): Promise<boolean>;
  /** Ends the stream with an error in it. */
  fail(error: AwsError): void;
}

/** Writes events to a response, and lets the faults of the stream meet it where they should. */
export function createEventWriter(
  res: ServerResponse,
  faults: readonly MidStreamFault[] = [],
  signal?: AbortSignal,
): EventWriter {
  const waiting = [...faults].sort((a, b) => a.after - b.after);
  let sent = 0;

  function breakOff(error?: AwsError): void {
    if (!error) {
      // The connection of HTTP/2 goes as well: what is cut is cut.
      res.socket?.destroy();
      return;
    }
    const carried = IN_STREAM.has(error.code)
      ? error
      : new AwsError("InternalServerException", error.message, 500);
    res.end(encodeException(carried));
  }

  return {
    fail: (error) => breakOff(error),
    async write(type, payload) {
      for (let fault = waiting[0]; fault && fault.after <= sent; fault = waiting[0]) {
        waiting.shift();
        if (fault.kind === "delay") await wait(fault.ms, undefined, signal ? { signal } : {});
        else {
          breakOff(fault.kind === "fail" ? fault.error : undefined);
          return false;
        }
      }
      sent++;
      await flush(res, encodeEvent(type, payload));
      return true;
    },
  };
}

/** Waits for a slow reader, so that a stream never piles up in the lab. */
async function flush(res: ServerResponse, frame: Uint8Array): Promise<void> {
  if (res.write(frame)) return;
  await new Promise<void>((done) => {
    const go = () => {
      res.off("drain", go).off("close", go);
      done();
    };
    res.once("drain", go).once("close", go);
  });
}
