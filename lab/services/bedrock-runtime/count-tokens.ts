import { parseJson } from "../../core/wire/json.ts";
import { countTokens as countText } from "../../models/tokenizer.ts";
import { answerJson, type Context } from "./context.ts";
import { converseTurn } from "./converse-turn.ts";
import { formOf } from "./invoke.ts";
import { invalid } from "./refuse.ts";

type Input = { input?: { converse?: unknown; invokeModel?: { body?: string } } };

/** CountTokens: what a Converse or InvokeModel request would be billed for as input. */
export async function countTokens(context: Context, body: Record<string, unknown>): Promise<void> {
  const { model, modelId, call } = context;
  const { converse, invokeModel } = (body as Input).input ?? {};
  if (model.kind !== "text" || (!converse && !invokeModel)) {
    throw invalid("The provided model doesn't support counting tokens of this input.");
  }
  const inner = converse ?? parseJson(Buffer.from(invokeModel?.body ?? "", "base64"));
  const turn = converse
    ? converseTurn(model, inner)
    : formOf(inner as Record<string, unknown>).turn(model, inner as Record<string, unknown>);
  const output = { inputTokens: await countText(turn.read) };
  call.record?.({ modelId, ...body }, output);
  answerJson(context, output);
}
