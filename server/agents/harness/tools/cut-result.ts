import "server-only";
import type { ToolResultPart } from "@/lib/agents/events";
import type { ToolOutcome } from "@/server/agents/contracts";

/** What of a result the model and the journal get, in characters: about 15,000 tokens. */
const LONGEST = 60_000;

/** A result that is too long loses its middle, and says so. */
export function cutResult(outcome: ToolOutcome, longest = LONGEST): ToolOutcome {
  let room = longest;
  const content = outcome.content.map((part): ToolResultPart => {
    if (part.x_picture) return part;
    const text = part.text ?? JSON.stringify(part.json) ?? "";
    const kept = cutText(text, room);
    room = Math.max(0, room - kept.length);
    return kept === text ? part : { text: kept };
  });
  return { status: outcome.status, content: content.filter(({ text }) => text !== "") };
}

function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor(longest / 2);
  const head = text.slice(0, half).toWellFormed();
  const tail = half > 0 ? text.slice(-half).toWellFormed() : "";
  return `${head}\n[… ${text.length - 2 * half} of ${text.length} characters were cut here …]\n${tail}`;
}

export const errorResult = (text: string): ToolOutcome => ({
  status: "error",
  content: [{ text }],
});
