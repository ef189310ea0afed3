import "server-only";
import type { ToolCall } from "@/server/agents/contracts";

/** Of one call, in characters; the result has its own limit. */
const LONGEST = 100_000;

/** Passes live output on until it is too much, and says once that it was cut. */
export function liveOutput(pass: ToolCall["emit"]): ToolCall["emit"] {
  let room = LONGEST;
  return ({ stream, text }) => {
    if (room <= 0 || !text) return;
    const kept = text.slice(0, room).toWellFormed();
    room -= text.length;
    pass({ stream, text: room > 0 ? kept : `${kept}\n[live output is cut here]\n` });
  };
}
