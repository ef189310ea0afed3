import { answerJson, type Context, elapsed, sayAll } from "./context.ts";
import { contentOf, converseSteps, usageOf } from "./converse-steps.ts";
import { converseTurn } from "./converse-turn.ts";
import { generate } from "./generate.ts";
import { guarded } from "./guarded-converse.ts";
import { invalid } from "./refuse.ts";
import { streamReply } from "./stream-reply.ts";
import type { Turn } from "./turn.ts";

type Body = Record<string, unknown>;

/** Converse. */
export async function converse(context: Context, body: Body): Promise<void> {
  const turn = turnOf(context, body);
  const reply = await guarded(body, () => generate(turn));
  await sayAll(context, reply);
  const output = {
    output: { message: { role: "assistant", content: contentOf(reply) } },
    stopReason: reply.stopReason,
    usage: usageOf(reply),
    metrics: { latencyMs: elapsed(context) },
  };
  context.call.record?.({ modelId: context.modelId, ...body }, output);
  answerJson(context, output);
}

/** ConverseStream. */
export async function converseStream(context: Context, body: Body): Promise<void> {
  const turn = turnOf(context, body);
  const reply = await guarded(body, () => generate(turn));
  const latency = () => elapsed(context);
  const sent = await streamReply(context, reply, {}, () => converseSteps(reply, latency));
  if (!sent) return;
  const stream = sent.map(({ type, payload }) => ({ [type]: payload }));
  context.call.record?.({ modelId: context.modelId, ...body }, { stream });
}

function turnOf({ model }: Context, body: unknown): Turn {
  if (model.kind === "text") return converseTurn(model, body);
  throw invalid(
    "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
  );
}
