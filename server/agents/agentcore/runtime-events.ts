import "server-only";
import type { HarnessEvent } from "@/lib/agents/events";
import { AppError } from "@/server/platform/errors";

/**
 * What an agent runtime says as events. A runtime may answer in any form: server-sent events that are
 * AgentCore's own are taken as they are, other ones and plain text become one message.
 * @throws AppError upstream with what the runtime says of a failure
 */
export async function* runtimeEvents(
  contentType: string,
  text: AsyncIterable<string>,
): AsyncGenerator<HarnessEvent> {
  if (!contentType.includes("text/event-stream")) {
    let all = "";
    for await (const piece of text) all += piece;
    yield* asMessage(contentType.includes("json") ? textIn(all) : all);
    return;
  }
  let open = false;
  for await (const { event, data } of sentEvents(text)) {
    const value = parse(data);
    if (event === "error") {
      const { message } = (value ?? {}) as { message?: string };
      throw new AppError("upstream", message ?? "The agent runtime failed.");
    }
    if (isHarnessEvent(value)) {
      yield value;
      continue;
    }
    if (!open) yield { messageStart: { role: "assistant" } };
    open = true;
    yield { contentBlockDelta: { contentBlockIndex: 0, delta: { text: textIn(data) } } };
  }
  if (!open) return;
  yield { contentBlockStop: { contentBlockIndex: 0 } };
  yield { messageStop: { stopReason: "end_turn" } };
}

const WIRE = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
  "metadata",
];

const isHarnessEvent = (value: unknown): value is HarnessEvent =>
  typeof value === "object" && value !== null && WIRE.some((key) => key in value);

function* asMessage(text: string): Generator<HarnessEvent> {
  yield { messageStart: { role: "assistant" } };
  yield { contentBlockDelta: { contentBlockIndex: 0, delta: { text } } };
  yield { contentBlockStop: { contentBlockIndex: 0 } };
  yield { messageStop: { stopReason: "end_turn" } };
}

/** The text of a JSON answer under the names that runtimes use for it, else the answer itself. */
function textIn(data: string): string {
  const value = parse(data);
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return data;
  const { result, response, output, text, message } = value as Record<string, unknown>;
  const found = [result, response, output, text, message].find((one) => typeof one === "string");
  return typeof found === "string" ? found : data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* sentEvents(
  text: AsyncIterable<string>,
): AsyncGenerator<{ event: string; data: string }> {
  let rest = "";
  for await (const piece of text) {
    rest += piece;
    const parts = rest.split(/\r?\n\r?\n/);
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const lines = part.split(/\r?\n/);
      const of = (name: string) =>
        lines
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ""))
          .join("\n");
      if (of("data")) yield { event: of("event"), data: of("data") };
    }
  }
}
