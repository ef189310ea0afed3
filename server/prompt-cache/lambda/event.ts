import "server-only";
import { z } from "zod";

/** What the function is asked, however it was called. */
export const FunctionPrompt = z.object({
  prompt: z
    .string({ error: "must be a text" })
    .refine((prompt) => prompt.trim() !== "", "must not be empty"),
  system: z.string().optional(),
  /** Bedrock model id. */
  model: z.string().min(1).max(2_048).optional(),
  bypass: z.boolean().default(false),
});
export type FunctionPrompt = z.output<typeof FunctionPrompt>;

/** One clear sentence for whoever called. */
export class BadEvent extends Error {
  override name = "BadEvent";
}

export interface ReadEvent {
  /** It came by HTTP (API Gateway or a function URL), so the answer has a status and a body. */
  http: boolean;
  /** @throws BadEvent */
  prompt(): FunctionPrompt;
}

/** Tells the article's plain event `{prompt}` from those of API Gateway (both forms) and of function URLs. */
export function readEvent(event: unknown): ReadEvent {
  const http = isHttp(event);
  return { http, prompt: () => parse(http ? bodyOf(event) : event) };
}

interface HttpEvent {
  requestContext: unknown;
  body?: string | null;
  isBase64Encoded?: boolean;
}

const isHttp = (event: unknown): event is HttpEvent =>
  typeof event === "object" && event !== null && "requestContext" in event;

function bodyOf({ body, isBase64Encoded }: HttpEvent): unknown {
  const text = isBase64Encoded ? Buffer.from(body ?? "", "base64").toString("utf8") : body;
  try {
    return JSON.parse(text ?? "");
  } catch {
    throw new BadEvent('The body is not JSON; send {"prompt": "…"}.');
  }
}

function parse(value: unknown): FunctionPrompt {
  const parsed = FunctionPrompt.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") || "The event";
  throw new BadEvent(`${where} is not valid: ${issue?.message ?? "look at it again"}.`);
}
