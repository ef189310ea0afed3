import { z } from "zod";
import { oneLine } from "./plain-text";

const RISKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const LONGEST_ANSWER = 100_000;

const line = (longest: number) => z.string().transform((text) => oneLine(text, longest));
const Cited = z.array(
  z.object({ release: z.string().max(40), line: z.number().int(), quote: z.string().max(2_000) }),
);

/** The model's answer, exactly. A number is a whole number from 1 to 10: 99, 7.5 and "8" are not. */
export const ModelAnswer = z.object({
  risk: z.number().int().min(1).max(10),
  verdict: z.enum(["APPROVE", "REJECT"]),
  summary: line(240),
  review: z.array(line(1_200)).max(30),
  factors: z
    .array(
      z.object({
        text: line(400),
        risk: z.number().int().min(1).max(10),
        citations: Cited.max(20),
      }),
    )
    .max(50),
  security: z
    .array(
      z.object({
        id: z.string().max(60),
        status: z.enum(["fixed", "unfixed", "mentioned"]),
        citations: Cited.max(20),
      }),
    )
    .max(200),
});
export type ModelAnswer = z.output<typeof ModelAnswer>;

const citations = {
  type: "array",
  description: "Lines of the notes that say so, word for word.",
  items: object({
    release: { type: "string", description: "As in front of the line: v20260714." },
    line: { type: "integer", description: "The line's number within that release." },
    quote: { type: "string", description: "Words of that one line, copied exactly." },
  }),
};
const risk = { type: "integer", enum: [...RISKS] };

/** The same as JSON schema, within what structured output understands: every member required, no others. */
export const ANSWER_SCHEMA: Record<string, unknown> = object({
  risk: { ...risk, description: "Risk of the change, 1 (none) to 10 (do not)." },
  verdict: { type: "string", enum: ["APPROVE", "REJECT"] },
  summary: { type: "string", description: "One line: what really changes on the nodes." },
  review: {
    type: "array",
    items: { type: "string" },
    description: "Paragraphs of plain text for the person who decides.",
  },
  factors: {
    type: "array",
    description: "What makes it risky, each with the lines that say so.",
    items: object({ text: { type: "string" }, risk, citations }),
  },
  security: {
    type: "array",
    description: "CVEs and advisories that the notes name.",
    items: object({
      id: { type: "string" },
      status: { type: "string", enum: ["fixed", "unfixed", "mentioned"] },
      citations,
    }),
  },
});

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** Reads an answer; `problem` is one sentence that the model can be told to repair it. */
export function readAnswer(
  text: string,
): { ok: true; answer: ModelAnswer } | { ok: false; problem: string } {
  if (text.length > LONGEST_ANSWER) return { ok: false, problem: "The answer is far too long." };
  const fenced = /^```(?:json)?\s*\n([\s\S]*)\n```$/.exec(text.trim());
  let value: unknown;
  try {
    value = JSON.parse(fenced?.[1] ?? text);
  } catch {
    return { ok: false, problem: "The answer is not JSON." };
  }
  const parsed = ModelAnswer.safeParse(value);
  if (parsed.success) return { ok: true, answer: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the answer";
  return { ok: false, problem: `${where} is not as the schema says: ${issue?.message}.` };
}
