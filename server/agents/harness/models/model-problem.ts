import "server-only";
import { isAppError } from "@/server/platform/errors";

export interface ModelProblem {
  /** One sentence for people, without secrets. */
  sentence: string;
  /** Another try may help. */
  again: boolean;
  overflow?: boolean;
}

interface Facts {
  name?: string;
  message?: string;
  status?: number;
  cause?: unknown;
}

/** What went wrong with a model, from whichever provider's error. */
export function modelProblem(error: unknown, secrets: readonly string[] = []): ModelProblem {
  const chain = chainOf(error);
  const app = chain.find(isAppError);
  if (app) return { sentence: app.message, again: app.retryable };
  const names = chain.map(({ name }) => name ?? "");
  const status = chain.find((facts) => facts.status !== undefined)?.status;
  if (names.includes("ContextWindowOverflowError"))
    return {
      sentence: "The conversation is longer than the model can take.",
      again: false,
      overflow: true,
    };
  if (status === 429 || names.some((name) => /Throttl|TooManyRequests|RateLimit/.test(name)))
    return { sentence: "The model is busy: its provider throttles requests.", again: true };
  if (
    status === 401 ||
    status === 403 ||
    names.some((name) =>
      /AccessDenied|Unauthorized|UnrecognizedClient|CredentialsProvider/.test(name),
    )
  )
    return { sentence: "The model's provider refused the console's credentials.", again: false };
  if (status === 404 || names.includes("ResourceNotFoundException"))
    return { sentence: "The provider does not know this model.", again: false };
  if (status !== undefined && status >= 500)
    return { sentence: "The model's provider failed; it may be tried again.", again: true };
  if (status !== undefined && status >= 400)
    return {
      sentence: `The model's provider refused the request: ${wordsOf(chain, secrets)}`,
      again: false,
    };
  return { sentence: "The connection to the model broke off.", again: true };
}

function chainOf(error: unknown): (Error & Facts)[] {
  const chain: (Error & Facts)[] = [];
  for (let at = error; at instanceof Error && chain.length < 8; at = at.cause) {
    const { status, $metadata } = at as {
      status?: unknown;
      $metadata?: { httpStatusCode?: number };
    };
    const code = typeof status === "number" ? status : $metadata?.httpStatusCode;
    chain.push(code === undefined ? at : Object.assign(Object.create(at), { status: code }));
  }
  return chain;
}

/** The provider's own words, short, on one line, with known keys and what looks like one taken out. */
function wordsOf(chain: (Error & Facts)[], secrets: readonly string[]): string {
  let text = chain.at(-1)?.message ?? "";
  for (const secret of secrets) if (secret) text = text.replaceAll(secret, "…");
  text = text
    .replace(/\b(sk-|AIza|AKIA|ASIA|SYAK|sy_)[\w*-]+/g, "…")
    .replace(/\s+/g, " ")
    .trim();
  return text.length > 300 ? `${text.slice(0, 300)}…` : text || "it did not say why.";
}
