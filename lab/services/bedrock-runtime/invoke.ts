import { answerJson, type Context, elapsed, sayAll } from "./context.ts";
import { embed } from "./embed.ts";
import type { Body, Form } from "./forms/form.ts";
import { messagesForm } from "./forms/messages.ts";
import { novaForm } from "./forms/nova.ts";
import { titanTextForm } from "./forms/titan-text.ts";
import { generate } from "./generate.ts";
import { invalid, malformed } from "./refuse.ts";
import { type StreamStep, streamReply } from "./stream-reply.ts";

const FORMS: readonly Form[] = [messagesForm, novaForm, titanTextForm];

/** InvokeModel: texts in any of the forms, embeddings in Titan's. */
export async function invokeModel(context: Context, body: Body): Promise<void> {
  const { model, call, modelId } = context;
  if (model.kind === "embedding") await embed(context, body);
  else {
    const form = formOf(body);
    const reply = await generate(form.turn(model, body));
    await sayAll(context, reply);
    answerJson(context, form.answer(reply, model), {
      "x-amzn-bedrock-invocation-latency": String(elapsed(context)),
      "x-amzn-bedrock-input-token-count": String(reply.inputTokens),
      "x-amzn-bedrock-output-token-count": String(reply.outputTokens),
    });
  }
  call.record?.({ modelId }, { body: "", contentType: "application/json" });
}

/** InvokeModelWithResponseStream: each of the form's objects in a chunk, the last with what was measured. */
export async function invokeWithStream(context: Context, body: Body): Promise<void> {
  const { model, call, modelId } = context;
  if (model.kind !== "text") {
    throw invalid("The model is unsupported for streaming. Please use InvokeModel instead.");
  }
  const form = formOf(body);
  const reply = await generate(form.turn(model, body));
  const headers = { "x-amzn-bedrock-content-type": "application/json" };
  const sent = await streamReply(context, reply, headers, (firstByteLatency) =>
    chunks(
      form.steps(reply, model, () => elapsed(context)),
      () => ({
        inputTokenCount: reply.inputTokens,
        outputTokenCount: reply.outputTokens,
        invocationLatency: elapsed(context),
        firstByteLatency,
      }),
    ),
  );
  if (!sent) return;
  const events = sent.map(({ payload }) => ({ chunk: payload }));
  call.record?.({ modelId }, { body: events, contentType: "application/json" });
}

/** The form that a body is meant in. */
export function formOf(body: Body): Form {
  const form = FORMS.find((one) => one.fits(body));
  if (form) return form;
  throw malformed("#: required key [messages] or [inputText] not found");
}

function* chunks(steps: Iterable<StreamStep>, measured: () => unknown): Generator<StreamStep> {
  let held: StreamStep | undefined;
  for (const step of steps) {
    if (held) yield chunk(held);
    held = step;
  }
  if (!held) return;
  const last = { ...(held.payload as object), "amazon-bedrock-invocationMetrics": measured() };
  yield chunk({ ...held, payload: last });
}

const chunk = ({ payload, ...step }: StreamStep): StreamStep => ({
  ...step,
  type: "chunk",
  payload: { bytes: Buffer.from(JSON.stringify(payload)).toString("base64") },
});
