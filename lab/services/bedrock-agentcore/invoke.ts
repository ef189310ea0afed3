import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../../core/aws-error.ts";
import type { CallInfo } from "../../core/contracts.ts";
import { createEventWriter } from "../../core/wire/event-stream.ts";
import { found, type Records, type RuntimeRecord } from "./model.ts";
import type { Routed } from "./operations.ts";
import type { RuntimeProcesses } from "./processes.ts";
import { readEvents } from "./read-events.ts";

const SESSION = "x-amzn-bedrock-agentcore-runtime-session-id";

export interface Invocation {
  req: IncomingMessage;
  res: ServerResponse;
  call: CallInfo;
  asked: Routed;
  body: Buffer;
  records: Records;
  processes: RuntimeProcesses;
}

/** InvokeHarness: its configuration, with what this call overrides, goes to the program; what that says comes back as events. */
export async function invokeHarness(invocation: Invocation): Promise<void> {
  const { asked, body, records } = invocation;
  const harness = found(records.harnesses, asked.query.get("harnessArn") ?? "", "harness");
  const { messages, actorId, ...overrides } = json(body) as Record<string, unknown>;
  if (!Array.isArray(messages) || messages.length === 0)
    throw new AwsError("ValidationException", "Value at 'messages' must have at least one member.");
  const runtime = found(records.runtimes, harness.runtimeId, "agent runtime");
  const payload = {
    harness: { name: harness.name, ...harness.config, ...given(overrides) },
    messages,
    ...(actorId ? { actorId } : {}),
  };
  const answer = await ask(invocation, runtime, "invocations", JSON.stringify(payload));
  await passEvents(invocation, answer);
}

/** InvokeAgentRuntime: the program's answer as it is. */
export async function invokeRuntime(invocation: Invocation): Promise<void> {
  const { asked, body, records, req, res, call } = invocation;
  const runtime = found(records.runtimes, asked.id, "agent runtime");
  const answer = await ask(invocation, runtime, "invocations", body);
  res.writeHead(200, {
    "content-type": answer.headers.get("content-type") ?? "application/json",
    [SESSION]: sessionOf(req),
    "x-amzn-requestid": call.requestId,
  });
  const faults = [...(call.midStream ?? [])].sort((a, b) => a.after - b.after);
  let sent = 0;
  for await (const chunk of answer.body ?? []) {
    const fault = faults[0];
    if (fault && fault.after <= sent) {
      faults.shift();
      if (fault.kind !== "delay") return void res.socket?.destroy();
      await new Promise((done) => setTimeout(done, fault.ms));
    }
    sent++;
    res.write(chunk);
  }
  res.end();
}

/** InvokeAgentRuntimeCommand: a command in the session's own sandbox. */
export async function invokeCommand(invocation: Invocation): Promise<void> {
  const { asked, body, records } = invocation;
  const runtime = found(records.runtimes, asked.id, "agent runtime");
  const { command } = json(body) as { command?: unknown };
  if (typeof command !== "string" || command.trim() === "")
    throw new AwsError("ValidationException", "Value at 'body.command' must not be empty.");
  const answer = await ask(invocation, runtime, "commands", body);
  await passEvents(invocation, answer, {
    "content-type": "application/vnd.amazon.eventstream",
    [SESSION]: sessionOf(invocation.req),
  });
}

/** StopRuntimeSession: what runs in the session ends, and what the program knew of it is forgotten. */
export async function stopSession(invocation: Invocation): Promise<void> {
  const { asked, records, req, res, call } = invocation;
  const runtime = found(records.runtimes, asked.id, "agent runtime");
  await ask(invocation, runtime, "stop", "{}");
  const text = "{}";
  res.writeHead(200, {
    "content-type": "application/json",
    "content-length": text.length,
    "x-amzn-requestid": call.requestId,
    [SESSION]: sessionOf(req),
  });
  res.end(text);
}

/** The program's answer to one request of a session. @throws AwsError */
async function ask(
  { req, processes }: Invocation,
  runtime: RuntimeRecord,
  path: string,
  body: string | Buffer,
): Promise<Response> {
  const session = sessionOf(req);
  const url = await processes.urlOf(runtime);
  // Not the client's signal: as on AWS, a session goes on when its caller goes away.
  const answer = await fetch(`${url}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", [SESSION]: session },
    body: body as BodyInit,
  }).catch((error: Error) => {
    throw new AwsError("RuntimeClientError", `The program did not answer: ${error.message}`, 424);
  });
  if (answer.ok) return answer;
  const { message = "The program failed." } = (await answer.json().catch(() => ({}))) as {
    message?: string;
  };
  if (answer.status === 409) throw new AwsError("ConflictException", message, 409);
  if (answer.status < 500) throw new AwsError("ValidationException", message);
  throw new AwsError("RuntimeClientError", message, 424);
}

async function passEvents(
  { res, call, asked }: Invocation,
  answer: Response,
  headers: Record<string, string> = {},
): Promise<void> {
  res.writeHead(200, {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-requestid": call.requestId,
    ...headers,
  });
  res.flushHeaders();
  const writer = createEventWriter(res, call.midStream, call.signal);
  const wrap = asked.operation === "InvokeAgentRuntimeCommand";
  for await (const { event, data } of readEvents(answer.body as ReadableStream<Uint8Array>)) {
    const said = JSON.parse(data) as Record<string, unknown>;
    if (event === "error") {
      return writer.fail(new AwsError("RuntimeClientError", String(said.message), 424));
    }
    const [type = "", payload] = Object.entries(said)[0] ?? [];
    const sent = wrap ? writer.write("chunk", said) : writer.write(type, payload);
    if (!(await sent)) return;
  }
  res.end();
}

function sessionOf(req: IncomingMessage): string {
  const session = req.headers[SESSION];
  if (typeof session === "string" && session.length >= 33 && session.length <= 256) return session;
  throw new AwsError(
    "ValidationException",
    "Value at 'runtimeSessionId' failed to satisfy constraint: Member must have length between 33 and 256.",
  );
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The request body is not valid JSON.");
  }
}

const given = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  );
