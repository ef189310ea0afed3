import { createWriteStream } from "node:fs";
import type { Answer } from "./wire/answer.ts";
import type { Identified } from "./wire/identify.ts";

/** Longer bodies are left out: they would make the record larger than it is useful. */
const LONGEST = 256 * 1024;

export type Recorder = (asked: Identified, answer: Answer) => void;

/**
 * Writes down what goes over the wire in the JSON and Query protocols, one JSON object per line:
 * `{service, operation, dialect, status, input, output}`, for comparing with the service models.
 */
export function createRecorder(file: string): Recorder {
  const stream = createWriteStream(file, { flags: "a" });
  return ({ service, operation, dialect, input }, { status, body }) => {
    if (dialect === "cbor" || dialect === "rest-xml" || body.length > LONGEST) return;
    const line = {
      service: service?.name,
      operation,
      dialect,
      status,
      input,
      output: String(body),
    };
    stream.write(`${JSON.stringify(line)}\n`);
  };
}
