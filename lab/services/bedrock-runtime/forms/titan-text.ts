import { z } from "zod";
import { converseTurn } from "../converse-turn.ts";
import { read } from "../refuse.ts";
import { saySteps } from "../stream-reply.ts";
import type { StopReason } from "../turn.ts";
import type { Form } from "./form.ts";

const Shape = z.looseObject({
  inputText: z.string(),
  textGenerationConfig: z
    .looseObject({
      maxTokenCount: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string()).optional(),
    })
    .optional(),
});

const REASONS: Record<StopReason, string> = {
  end_turn: "FINISH",
  tool_use: "FINISH",
  max_tokens: "LENGTH",
  stop_sequence: "STOP_CRITERIA_MET",
  guardrail_intervened: "CONTENT_FILTERED",
};

/** A bare prompt, as Titan Text takes it. */
export const titanTextForm: Form = {
  fits: (body) => body.inputText !== undefined,
  turn(model, body) {
    const { inputText, textGenerationConfig: config = {} } = read(Shape, body);
    return converseTurn(model, {
      messages: [{ role: "user", content: [{ text: inputText }] }],
      inferenceConfig: {
        maxTokens: config.maxTokenCount,
        temperature: config.temperature,
        topP: config.topP,
        stopSequences: config.stopSequences,
      },
    });
  },
  answer: (reply) => ({
    inputTextTokenCount: reply.inputTokens,
    results: [
      {
        tokenCount: reply.outputTokens,
        outputText: reply.text,
        completionReason: REASONS[reply.stopReason],
      },
    ],
  }),
  *steps(reply) {
    const counts = { index: 0, inputTextTokenCount: reply.inputTokens };
    const type = "text";
    yield* saySteps(reply.text, (piece) => ({
      type,
      payload: {
        outputText: piece,
        ...counts,
        totalOutputTextTokenCount: null,
        completionReason: null,
      },
    }));
    yield {
      type,
      payload: {
        outputText: "",
        ...counts,
        totalOutputTextTokenCount: reply.outputTokens,
        completionReason: REASONS[reply.stopReason],
      },
    };
  },
};
