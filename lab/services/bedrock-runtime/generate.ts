import { answerQuestion } from "../../models/answer-question.ts";
import { judge } from "../../models/judge.ts";
import { reviewNotes } from "../../models/review-notes.ts";
import { countTokens, firstTokens } from "../../models/tokenizer.ts";
import { chooseTool } from "./choose-tool.ts";
import { invalid } from "./refuse.ts";
import type { Reply, Turn } from "./turn.ts";

/** What the model says to a turn. Throws `ValidationException` when the turn is too long for it. */
export async function generate(turn: Turn): Promise<Reply> {
  const inputTokens = await countTokens(turn.read);
  if (inputTokens > turn.model.contextTokens) {
    throw invalid("Input is too long for requested model.");
  }
  const toolUse = chooseTool(turn);
  if (toolUse) {
    const outputTokens = await countTokens(JSON.stringify([toolUse.name, toolUse.input]));
    return { text: "", toolUse, stopReason: "tool_use", inputTokens, outputTokens };
  }
  const full = say(turn);
  const stop = firstStop(full, turn.stopSequences);
  const { text, tokens, cut } = await firstTokens(
    stop ? full.slice(0, stop.at) : full,
    turn.maxTokens,
  );
  const counted = { text, inputTokens, outputTokens: tokens };
  if (cut) return { ...counted, stopReason: "max_tokens" };
  if (stop) return { ...counted, stopReason: "stop_sequence", stopSequence: stop.sequence };
  return { ...counted, stopReason: "end_turn" };
}

function say({ model, system, question, toolAnswers, format }: Turn): string {
  if (model.id === "lab.reviewer-v1") {
    const review = reviewNotes({ rules: system, notes: question, schema: format });
    return format ? JSON.stringify(review) : String(review.summary);
  }
  if (toolAnswers) return `The tool answered: ${toolAnswers.join("; ")}`;
  return judge(system, question) ?? answerQuestion({ model: model.id, question, system });
}

function firstStop(
  text: string,
  sequences: string[],
): { at: number; sequence: string } | undefined {
  const found = sequences
    .map((sequence) => ({ at: text.indexOf(sequence), sequence }))
    .filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at)[0];
}
