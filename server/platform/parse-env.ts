import "server-only";
import type { z } from "zod";

/** A setting that the process cannot start with. The message is one sentence and never holds the value. */
export class EnvError extends Error {
  override name = "EnvError";
}

/** Checks `source` against a schema of settings. @throws EnvError */
export function parseWith<S extends z.ZodType>(
  schema: S,
  source: Record<string, string | undefined>,
): z.output<S> {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? "The environment");
  throw new EnvError(`${name} ${issue?.message ?? "is not valid"}.`);
}
