import { type Character, operate } from "../../../../lab/models/operator/operate.ts";
import {
  readConversation,
  type SaidMessage,
} from "../../../../lab/models/operator/read-conversation.ts";

export interface PlayedTool {
  name: string;
  description?: string;
  schema?: Record<string, unknown>;
  /** Gives the result: text as it is, anything else as JSON. An Error is a failed call. */
  run(input: Record<string, unknown>): unknown;
}

export const text = (...required: string[]) => ({
  type: "object",
  properties: Object.fromEntries(required.map((name) => [name, { type: "string" }])),
  required,
});

/** Plays a conversation to its end: gives what was called, and the last thing said to each question. */
export function play(
  questions: string[],
  tools: PlayedTool[],
  { system = "", character = "operator" }: { system?: string; character?: Character } = {},
): { called: [string, Record<string, unknown>][]; answers: string[] } {
  const messages: SaidMessage[] = [];
  const called: [string, Record<string, unknown>][] = [];
  const answers: string[] = [];
  const offered = tools.map(({ name, description = "", schema = { type: "object" } }) => ({
    name,
    description,
    schema,
  }));
  for (const question of questions) {
    messages.push({ role: "user", content: [{ text: question }] });
    for (let turn = 0; ; turn++) {
      const { say, calls } = operate(readConversation(system, messages, offered), character);
      if (calls.length === 0) {
        messages.push({ role: "assistant", content: [{ text: say }] });
        answers.push(say);
        break;
      }
      if (turn > 15) throw new Error(`It does not end: ${JSON.stringify(called)}`);
      const uses = calls.map((call, at) => ({ ...call, toolUseId: `${called.length + at}` }));
      called.push(...calls.map(({ name, input }) => [name, input] as [string, typeof input]));
      messages.push({
        role: "assistant",
        content: [{ text: say }, ...uses.map((toolUse) => ({ toolUse }))],
      });
      messages.push({
        role: "user",
        content: uses.map(({ toolUseId, name, input }) => {
          const result = tools.find((tool) => tool.name === name)?.run(input);
          return result instanceof Error
            ? { toolResult: { toolUseId, status: "error", content: [{ text: result.message }] } }
            : {
                toolResult: {
                  toolUseId,
                  status: "success",
                  content: [typeof result === "string" ? { text: result } : { json: result }],
                },
              };
        }),
      });
    }
  }
  return { called, answers };
}
