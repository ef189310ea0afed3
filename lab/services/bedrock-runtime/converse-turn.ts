import { z } from "zod";
import type { Model } from "../../models/catalogue.ts";
import { checkAnswers } from "./check-answers.ts";
import { formatOf, OutputShape } from "./output-format.ts";
import { invalid, read } from "./refuse.ts";
import type { Tool, Turn } from "./turn.ts";

const ToolAnswer = z.looseObject({
  toolUseId: z.string(),
  status: z.string().optional(),
  content: z.array(z.looseObject({ text: z.string().optional(), json: z.unknown().optional() })),
});
const Block = z.looseObject({
  text: z.string().optional(),
  toolUse: z
    .looseObject({ toolUseId: z.string(), name: z.string(), input: z.unknown() })
    .optional(),
  toolResult: ToolAnswer.optional(),
  guardContent: z.looseObject({ text: z.looseObject({ text: z.string() }).optional() }).optional(),
});
const Message = z.looseObject({ role: z.enum(["user", "assistant"]), content: z.array(Block) });

/** The parts of Converse's request that the lab's models read; others are let pass. */
export const ConverseShape = z.looseObject({
  outputConfig: OutputShape.optional(),
  messages: z.array(Message).optional(),
  system: z.array(z.looseObject({ text: z.string().optional() })).optional(),
  inferenceConfig: z
    .looseObject({
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string().min(1)).max(2500).optional(),
    })
    .optional(),
  toolConfig: z
    .looseObject({
      tools: z.array(
        z.looseObject({
          toolSpec: z
            .looseObject({
              description: z.string().optional(),
              name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
              inputSchema: z.looseObject({ json: z.record(z.string(), z.unknown()) }),
            })
            .optional(),
        }),
      ),
      toolChoice: z
        .looseObject({ any: z.unknown(), tool: z.looseObject({ name: z.string() }).optional() })
        .partial()
        .optional(),
    })
    .optional(),
});

type Conversation = z.infer<typeof ConverseShape>;
type Said = z.infer<typeof Message>;

/** What stands in a content block that the lab's models cannot read. */
const UNREAD = ["image", "document", "video", "audio"];

/** Reads a Converse request. Throws `ValidationException` in AWS's words. */
export function converseTurn(model: Model, body: unknown): Turn {
  const asked = read(ConverseShape, body);
  const messages = asked.messages ?? [];
  checkOrder(messages);
  if (model.character) checkAnswers(messages);
  messages.forEach((message, at) => {
    checkBlocks(message, at);
  });
  const maxTokens = asked.inferenceConfig?.maxTokens ?? model.maxTokens;
  if (maxTokens > model.maxTokens) {
    throw invalid(
      `The maximum tokens you requested exceeds the model limit of ${model.maxTokens}. Try again with a maximum tokens value that is lower than ${model.maxTokens}.`,
    );
  }
  const last = messages.at(-1) as Said;
  const system = (asked.system ?? []).flatMap(({ text }) => text ?? []).join("\n");
  const tools = toolsOf(asked);
  const answers = last.content.flatMap((block) => (block.toolResult ? [answerText(block)] : []));
  const must = asked.toolConfig?.toolChoice;
  const mustUse = must?.tool?.name ?? (must?.any ? "any" : undefined);
  if (must?.tool && !tools.some((tool) => tool.name === mustUse)) {
    throw invalid(`The tool ${mustUse} that toolChoice names is not in toolConfig.tools.`);
  }
  const format = formatOf(model, asked.outputConfig);
  return {
    model,
    system,
    question: textOf(last),
    read: [
      system,
      ...tools.map((tool) => JSON.stringify(tool)),
      ...messages.map((message) => `${message.role}: ${textOf(message)}`),
    ].join("\n"),
    maxTokens,
    stopSequences: asked.inferenceConfig?.stopSequences ?? [],
    tools,
    messages,
    ...(mustUse ? { mustUse } : {}),
    ...(format ? { format } : {}),
    ...(answers.length > 0 ? { toolAnswers: answers } : {}),
  };
}

function checkOrder(messages: Said[]): void {
  if (messages[0]?.role !== "user") {
    throw invalid(
      "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    );
  }
  if (messages.some((message, at) => at > 0 && message.role === messages[at - 1]?.role)) {
    throw invalid(
      "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
    );
  }
  if (messages.at(-1)?.role !== "user") {
    throw invalid(
      "This model doesn't support a last message of the assistant. Try again with a user message at the end.",
    );
  }
}

function checkBlocks({ content }: Said, message: number): void {
  if (content.length === 0) {
    throw invalid(
      `The content field in the Message object at messages.${message} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  content.forEach((block, at) => {
    if (block.text !== undefined && block.text.trim() === "") {
      throw invalid(
        `The text field in the ContentBlock object at messages.${message}.content.${at} is blank. Add text to the text field, and try again.`,
      );
    }
    const unread = UNREAD.find((kind) => kind in block);
    if (unread) {
      throw invalid(
        `This model doesn't support the ${unread} content block that you provided. Update the messages to remove it and try again.`,
      );
    }
  });
}

const toolsOf = (asked: Conversation): Tool[] =>
  (asked.toolConfig?.tools ?? []).flatMap(({ toolSpec }) =>
    toolSpec
      ? [
          {
            name: toolSpec.name,
            ...(toolSpec.description ? { description: toolSpec.description } : {}),
            schema: toolSpec.inputSchema.json,
          },
        ]
      : [],
  );

const answerText = ({ toolResult }: z.infer<typeof Block>): string =>
  (toolResult?.content ?? []).map(({ text, json }) => text ?? JSON.stringify(json)).join(" ");

function textOf({ content }: Said): string {
  return content
    .map((block) => {
      if (block.text !== undefined) return block.text;
      if (block.guardContent) return block.guardContent.text?.text ?? "";
      if (block.toolUse) return JSON.stringify([block.toolUse.name, block.toolUse.input]);
      return block.toolResult ? answerText(block) : "";
    })
    .filter((part) => part !== "")
    .join("\n");
}
