import "server-only";

/**
 * A told answer as Converse would have given it. Nobody counted its tokens, so it says none: what a
 * hit of it saves is estimated.
 */
export const converseResponse = (text: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      output: { message: { role: "assistant", content: [{ text }] } },
      stopReason: "end_turn",
    }),
  );
