import { firstTokens } from "../../models/tokenizer.ts";
import type { Reply, Turn } from "./turn.ts";

/** A text as a reply, ended where the request wants it to end. */
export async function sayIt(full: string, turn: Turn, inputTokens: number): Promise<Reply> {
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

function firstStop(
  text: string,
  sequences: string[],
): { at: number; sequence: string } | undefined {
  const found = sequences
    .map((sequence) => ({ at: text.indexOf(sequence), sequence }))
    .filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at)[0];
}
