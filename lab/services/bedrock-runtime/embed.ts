import { z } from "zod";
import { embedText } from "../../models/embed.ts";
import { countTokens } from "../../models/tokenizer.ts";
import { answerJson, type Context, elapsed, think } from "./context.ts";
import { malformed } from "./refuse.ts";

const LONGEST = 50_000;
const SIZES = [256, 512, 1024];
const TYPES = ["float", "binary"];

const Shape = z.strictObject({
  inputText: z.string(),
  dimensions: z.number().optional(),
  normalize: z.boolean().optional(),
  embeddingTypes: z.array(z.string()).min(1).optional(),
});

/**
 * InvokeModel of the embedding model, in the form of Titan Text Embeddings v2. Vectors have length 1 whether
 * `normalize` is set or not; `binary` tells of each number whether it is above zero.
 */
export async function embed(context: Context, body: unknown): Promise<void> {
  const { inputText, dimensions = 1024, embeddingTypes } = readInput(body);
  const inputTokens = await countTokens(inputText);
  if (inputTokens > context.model.contextTokens) {
    throw malformed(
      `too many input tokens: ${inputTokens}, the most are ${context.model.contextTokens}`,
    );
  }
  const { books, model, operation } = context;
  books.open(model.id, operation, inputTokens);
  await think(context, "embedding");
  const embedding = Array.from(embedText(inputText, dimensions));
  const byType = {
    ...(embeddingTypes?.includes("binary")
      ? { binary: embedding.map((one) => (one > 0 ? 1 : 0)) }
      : {}),
    ...(!embeddingTypes || embeddingTypes.includes("float") ? { float: embedding } : {}),
  };
  answerJson(
    context,
    {
      ...("float" in byType ? { embedding } : {}),
      embeddingsByType: byType,
      inputTextTokenCount: inputTokens,
    },
    {
      "x-amzn-bedrock-invocation-latency": String(elapsed(context)),
      "x-amzn-bedrock-input-token-count": String(inputTokens),
    },
  );
}

function readInput(body: unknown): z.infer<typeof Shape> {
  const parsed = Shape.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw malformed(`#${issue?.path.length ? `/${issue.path.join("/")}` : ""}: ${issue?.message}`);
  }
  const { inputText, dimensions, embeddingTypes } = parsed.data;
  if (inputText.trim() === "") throw malformed("expected minLength: 1, actual: 0");
  if (inputText.length > LONGEST) {
    throw malformed(`expected maxLength: ${LONGEST}, actual: ${inputText.length}`);
  }
  if (dimensions !== undefined && !SIZES.includes(dimensions)) {
    throw malformed(`#/dimensions: ${dimensions} is not a valid enum value`);
  }
  const odd = embeddingTypes?.find((type) => !TYPES.includes(type));
  if (odd !== undefined) throw malformed(`#/embeddingTypes: ${odd} is not a valid enum value`);
  return parsed.data;
}
