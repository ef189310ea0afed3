import { answerQuestion } from "../../models/answer-question.ts";
import { judge } from "../../models/judge.ts";
import { reviewNotes } from "../../models/review-notes.ts";
import { countTokens } from "../../models/tokenizer.ts";
import { chooseTool } from "./choose-tool.ts";
import { operateTurn } from "./operate-turn.ts";
import { invalid } from "./refuse.ts";
import { sayIt } from "./say-it.ts";
import type { Reply, Turn } from "./turn.ts";

/** What the model says to a turn. Throws `ValidationException` when the turn is too long for it. */
export async function generate(turn: Turn): Promise<Reply> {
  const inputTokens = await countTokens(turn.read);
  if (inputTokens > turn.model.contextTokens) {
    throw invalid("Input is too long for requested model.");
  }
  if (turn.model.character) return operateTurn(turn, turn.model.character, inputTokens);
  const toolUse = chooseTool(turn);
  if (toolUse) {
    const outputTokens = await countTokens(JSON.stringify([toolUse.name, toolUse.input]));
    return { text: "", toolUses: [toolUse], stopReason: "tool_use", inputTokens, outputTokens };
  }
  return sayIt(say(turn), turn, inputTokens);
}

function say({ model, system, question, toolAnswers, format }: Turn): string {
  if (model.id === "lab.reviewer-v1") {
    const review = reviewNotes({ rules: system, notes: question, schema: format });
    return format ? JSON.stringify(review) : String(review.summary);
  }
  if (toolAnswers) return `The tool answered: ${toolAnswers.join("; ")}`;
  return judge(system, question) ?? answerQuestion({ model: model.id, question, system });
}
