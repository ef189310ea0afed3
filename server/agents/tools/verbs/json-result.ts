import "server-only";
import type { Json } from "@/lib/agents/events";
import { plainText } from "@/lib/platform/plain-text";
import type { ToolOutcome } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";
import { hideCredentials } from "@/server/platform/log";

/** A verb's result beyond this would push the conversation out of the model's sight. Characters. */
const MOST = 60_000;

/**
 * What a verb gave, as the model gets it: plain JSON, without credentials in addresses and without the
 * invisible characters that reorder text. @throws AppError invalid when it is too large
 */
export function jsonResult(value: unknown): ToolOutcome {
  const text = JSON.stringify(value ?? null, (_key, member) =>
    typeof member === "string" ? hideCredentials(plainText(member)) : member,
  );
  if (text.length > MOST)
    throw new AppError(
      "invalid",
      `The result has ${text.length} characters, more than the ${MOST} that a call may give; ask for less of it.`,
    );
  return { status: "success", content: [{ json: JSON.parse(text) as Json }] };
}
