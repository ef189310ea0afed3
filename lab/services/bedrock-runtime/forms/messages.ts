import { createHash } from "node:crypto";
import { z } from "zod";
import { converseTurn } from "../converse-turn.ts";
import { read } from "../refuse.ts";
import { saySteps } from "../stream-reply.ts";
import type { Reply } from "../turn.ts";
import type { Body, Form } from "./form.ts";

const Block = z.looseObject({ type: z.string(), text: z.string().optional() });
const Shape = z.looseObject({
  anthropic_version: z.string(),
  max_tokens: z.int().min(1),
  messages: z.array(
    z.looseObject({
      role: z.enum(["user", "assistant"]),
      content: z.union([z.string(), z.array(Block)]),
    }),
  ),
  system: z.union([z.string(), z.array(Block)]).optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  tools: z
    .array(z.looseObject({ name: z.string(), input_schema: z.record(z.string(), z.unknown()) }))
    .optional(),
  tool_choice: z.looseObject({ type: z.string(), name: z.string().optional() }).optional(),
});

/** The Messages form, told by its `anthropic_version`. */
export const messagesForm: Form = {
  fits: (body) => body.anthropic_version !== undefined,
  turn: (model, body) => converseTurn(model, toConverse(body)),
  answer: (reply, model) => ({
    ...head(reply, model.id),
    content: blocks(reply),
    stop_reason: reply.stopReason,
    stop_sequence: reply.stopSequence ?? null,
    usage: { input_tokens: reply.inputTokens, output_tokens: reply.outputTokens },
  }),
  *steps(reply, model) {
    const step = (payload: { type: string } & Body) => ({ type: payload.type, payload });
    const usage = { input_tokens: reply.inputTokens, output_tokens: 1 };
    const empty = { content: [], stop_reason: null, stop_sequence: null, usage };
    yield step({ type: "message_start", message: { ...head(reply, model.id), ...empty } });
    const [toolUse] = reply.toolUses ?? [];
    const block = toolUse ? { ...blocks(reply)[0], input: {} } : { type: "text", text: "" };
    yield step({ type: "content_block_start", index: 0, content_block: block });
    const delta = (piece: string) =>
      toolUse
        ? { type: "input_json_delta", partial_json: piece }
        : { type: "text_delta", text: piece };
    yield* saySteps(toolUse ? JSON.stringify(toolUse.input) : reply.text, (piece) =>
      step({ type: "content_block_delta", index: 0, delta: delta(piece) }),
    );
    yield step({ type: "content_block_stop", index: 0 });
    yield step({
      type: "message_delta",
      delta: { stop_reason: reply.stopReason, stop_sequence: reply.stopSequence ?? null },
      usage: { output_tokens: reply.outputTokens },
    });
    yield step({ type: "message_stop" });
  },
};

function head(reply: Reply, model: string) {
  const digest = createHash("sha256")
    .update(JSON.stringify(reply))
    .digest("base64url")
    .slice(0, 24);
  return { id: `msg_bdrk_${digest}`, type: "message", role: "assistant", model };
}

/** The models that are called in this form use one tool at a time, without a word before. */
const blocks = ({ text, toolUses: [toolUse] = [] }: Reply): Body[] =>
  toolUse ? [{ type: "tool_use", ...toolUse }] : [{ type: "text", text }];

function toConverse(body: Body): Body {
  const asked = read(Shape, body);
  const tools = asked.tools?.map(({ name, input_schema }) => ({
    toolSpec: { name, inputSchema: { json: input_schema } },
  }));
  const choice = asked.tool_choice;
  const toolChoice =
    choice?.type === "tool"
      ? { tool: { name: choice.name } }
      : choice?.type === "any"
        ? { any: {} }
        : { auto: {} };
  return {
    messages: asked.messages.map(({ role, content }) => ({ role, content: toBlocks(content) })),
    ...(asked.system === undefined ? {} : { system: toBlocks(asked.system) }),
    inferenceConfig: {
      maxTokens: asked.max_tokens,
      temperature: asked.temperature,
      topP: asked.top_p,
      stopSequences: asked.stop_sequences,
    },
    ...(tools && tools.length > 0 ? { toolConfig: { tools, toolChoice } } : {}),
  };
}

/** A text or blocks of this form as Converse's blocks. */
function toBlocks(content: string | z.infer<typeof Block>[]): Body[] {
  if (typeof content === "string") return [{ text: content }];
  return content.map((block) => {
    switch (block.type) {
      case "text":
        return { text: block.text ?? "" };
      case "tool_use":
        return { toolUse: { toolUseId: block.id, name: block.name, input: block.input } };
      case "tool_result":
        return {
          toolResult: {
            toolUseId: block.tool_use_id,
            content: toBlocks((block.content ?? "") as string | z.infer<typeof Block>[]),
          },
        };
      default:
        return { [block.type]: block };
    }
  });
}
