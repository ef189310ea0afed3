import { createHash } from "node:crypto";
import { tokens } from "../../models/embedding/tokens.ts";
import { reviewNotes } from "../../models/review-notes.ts";
import type { Tool, ToolUse, Turn } from "./turn.ts";

type Schema = {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
};

/**
 * The tool that the stand-in uses: the one that must be used, the first when any must, else one whose name
 * the question says (`get_weather` is named by "weather"). Undefined when it answers itself.
 */
export function chooseTool(turn: Turn): ToolUse | undefined {
  if (turn.toolAnswers) return undefined;
  const tool = choose(turn);
  if (!tool) return undefined;
  const input =
    turn.model.id === "lab.reviewer-v1"
      ? reviewNotes({ rules: turn.system, notes: turn.question, schema: tool.schema })
      : inputFor(tool.schema as Schema, turn.question);
  const digest = createHash("sha256")
    .update(JSON.stringify([turn.read, tool.name]))
    .digest("base64url");
  return { id: `tooluse_${digest.slice(0, 22)}`, name: tool.name, input };
}

function choose({ tools, mustUse, question }: Turn): Tool | undefined {
  if (mustUse === "any") return tools[0];
  if (mustUse) return tools.find((tool) => tool.name === mustUse);
  const said = new Set(tokens(question));
  return tools.find((tool) =>
    tool.name
      .split(/[_-]|(?<=[a-z])(?=[A-Z])/)
      .some((part) => part.length > 3 && said.has(part.toLowerCase())),
  );
}

/** Required members only: texts get the question's last words, numbers its first number. */
function inputFor(schema: Schema, question: string): Record<string, unknown> {
  const wanted = schema.required ?? Object.keys(schema.properties ?? {});
  return Object.fromEntries(
    wanted.map((name) => [name, valueFor(schema.properties?.[name] ?? {}, question)]),
  );
}

function valueFor(schema: Schema, question: string): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "number":
    case "integer":
      return Math.trunc(Number(/-?\d+(\.\d+)?/.exec(question)?.[0] ?? 1));
    case "boolean":
      return true;
    case "array":
      return [];
    case "object":
      return inputFor(schema, question);
    default:
      return question
        .replace(/[?!.\s]+$/, "")
        .split(/\s+/)
        .slice(-2)
        .join(" ");
  }
}
