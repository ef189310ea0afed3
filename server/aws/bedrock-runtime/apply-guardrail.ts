import "server-only";
import { ApplyGuardrailCommand, type BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { callAws, nobody } from "../call-aws";

export interface Guardrail {
  /** Id or ARN. */
  id: string;
  version: string;
}

/** A guardrail takes 25 text units of 1,000 characters at a time. */
const LONGEST = 24_000;
/** What stands at the end of one part stands at the beginning of the next, so that no sentence is cut for both. */
const OVERLAP = 1_000;

/**
 * Whether a guardrail intervenes on a text: untrusted `INPUT`, or `OUTPUT` of a model. Long texts
 * are looked at in parts, one after the other, until one is stopped.
 * @throws AppError throttled, upstream
 */
export async function applyGuardrail(
  guardrail: Guardrail,
  source: "INPUT" | "OUTPUT",
  text: string,
  call: { client: BedrockRuntimeClient; timeoutMs: number; signal?: AbortSignal },
): Promise<boolean> {
  for (let at = 0; at < text.length; at += LONGEST - OVERLAP) {
    const part = text.slice(at, at + LONGEST).toWellFormed();
    const answer = await callAws(
      nobody,
      "bedrock-runtime",
      "ApplyGuardrail",
      ({ abortSignal }) =>
        call.client.send(
          new ApplyGuardrailCommand({
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
            source,
            content: [{ text: { text: part } }],
          }),
          { abortSignal },
        ),
      { deadlineMs: call.timeoutMs, signal: call.signal },
    );
    if (answer.action === "GUARDRAIL_INTERVENED") return true;
    if (at + LONGEST >= text.length) return false;
  }
  return false;
}
