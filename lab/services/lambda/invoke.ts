import type { CallInfo, Lab } from "../../core/contracts.ts";
import type { EventQueue } from "./event-queue.ts";
import type { FunctionRecord } from "./model.ts";
import type { Pool } from "./pool.ts";
import { badContent, invalidParameter, tooLarge } from "./refuse.ts";

const MOST_SYNC = 6 * 1024 * 1024;
const MOST_ASYNC = 1024 * 1024;

export interface InvokeInput {
  InvocationType?: unknown;
  LogType?: unknown;
  /** JSON text; empty is `{}`. */
  Payload?: unknown;
}

export interface InvokeAnswer {
  StatusCode: number;
  FunctionError?: string;
  LogResult?: string;
  ExecutedVersion?: string;
  /** JSON text. */
  Payload?: string;
}

/** Invoke: runs the function and waits for it, or takes the event for later. @throws AwsError */
export async function invoke(
  parts: { lab: Lab; pool: Pool; queue: EventQueue },
  one: FunctionRecord,
  input: InvokeInput,
  call: Pick<CallInfo, "requestId">,
): Promise<InvokeAnswer> {
  const payload = payloadOf(input.Payload);
  const type = input.InvocationType ?? "RequestResponse";
  const most = type === "Event" ? MOST_ASYNC : MOST_SYNC;
  if (Buffer.byteLength(payload) > most) {
    throw tooLarge(`Request must be smaller than ${most} bytes for the InvokeFunction operation`);
  }
  if (type === "DryRun") return { StatusCode: 204 };
  if (type === "Event") {
    parts.queue.add(one.name, payload, call.requestId);
    return { StatusCode: 202, Payload: "" };
  }
  if (type !== "RequestResponse")
    throw invalidParameter(`The invocation type ${type} is not known.`);
  const outcome = await parts.pool.invoke(one, call.requestId, payload);
  return {
    StatusCode: 200,
    ...(outcome.functionError ? { FunctionError: outcome.functionError } : {}),
    ...(input.LogType === "Tail"
      ? { LogResult: Buffer.from(outcome.tail).toString("base64") }
      : {}),
    ExecutedVersion: "$LATEST",
    Payload: outcome.payload,
  };
}

function payloadOf(payload: unknown): string {
  if (payload === undefined || payload === null) return "{}";
  const text = Buffer.isBuffer(payload) ? payload.toString("utf8") : String(payload);
  if (text.trim() === "") return "{}";
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw badContent("Could not parse request body into json: the payload is not valid JSON.");
  }
}
