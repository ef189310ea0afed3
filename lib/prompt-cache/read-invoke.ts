/** Fields in which the models' own request forms carry a prompt. */
const PROMPT_FIELDS = ["prompt", "inputText", "input_text", "message", "query"] as const;

/**
 * The prompt in an InvokeModel body, for people and for finding equal prompts with other
 * parameters; empty when the form is not known. The key never depends on it: it holds the whole body.
 */
export function promptOfInvoke(body: Record<string, unknown>): string {
  for (const field of PROMPT_FIELDS) if (typeof body[field] === "string") return body[field];
  if (!Array.isArray(body.messages)) return "";
  const last = body.messages.findLast((message) => message?.role === "user")?.content;
  if (typeof last === "string") return last;
  if (!Array.isArray(last)) return "";
  return last
    .map((block) => (typeof block?.text === "string" ? block.text : ""))
    .filter((text) => text !== "")
    .join("\n\n");
}
