import { createWriteStream } from "node:fs";
import type { Answer } from "./wire/answer.ts";
import type { Identified } from "./wire/identify.ts";

/** Longer bodies are left out: they would make the record larger than it is useful. */
const LONGEST = 256 * 1024;

export type Recorder = (asked: Identified, answer: Answer) => void;

/**
 * Writes down what goes over the wire in the JSON, Query and REST-JSON protocols, one JSON object per line:
 * `{service, operation, dialect, status, input, output, error?}`, for comparing with the service models.
 */
export function createRecorder(file: string): Recorder {
  const stream = createWriteStream(file, { flags: "a" });
  return ({ service, operation, dialect, input }, { status, body, headers }) => {
    if (dialect === "cbor" || dialect === "rest-xml" || body.length > LONGEST) return;
    const line = {
      service: service?.name,
      operation,
      dialect,
      status,
      input,
      output: String(body),
      ...(dialect === "rest-json" ? { error: headers["x-amzn-errortype"] } : {}),
    };
    stream.write(`${JSON.stringify(line)}\n`);
  };
}
