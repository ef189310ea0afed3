import { contentOf, converseSteps, usageOf } from "../converse-steps.ts";
import { converseTurn } from "../converse-turn.ts";
import type { Form } from "./form.ts";

/** Converse's own members in InvokeModel's body, as Amazon Nova takes them. */
export const novaForm: Form = {
  fits: (body) => Array.isArray(body.messages) && body.anthropic_version === undefined,
  turn(model, body) {
    const config = (body.inferenceConfig ?? {}) as Record<string, unknown>;
    // Nova also knows the names of old.
    const { max_new_tokens, ...rest } = config;
    const inferenceConfig =
      max_new_tokens === undefined ? rest : { maxTokens: max_new_tokens, ...rest };
    return converseTurn(model, { ...body, inferenceConfig });
  },
  answer: (reply) => ({
    output: { message: { role: "assistant", content: contentOf(reply) } },
    stopReason: reply.stopReason,
    usage: usageOf(reply),
  }),
  *steps(reply, _model, latencyMs) {
    for (const { type, payload, ...step } of converseSteps(reply, latencyMs)) {
      yield { ...step, type, payload: { [type]: payload } };
    }
  },
};
