import "server-only";
import { z } from "zod";
import { EnvError } from "@/server/platform/env";

const Variables = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());

/** What `SWITCHYARD_AGENTS_VARIABLES` says. @throws EnvError, without the values */
export function readVariables(text: string | undefined): Record<string, string> {
  if (!text) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new EnvError("SWITCHYARD_AGENTS_VARIABLES must be JSON.");
  }
  const parsed = Variables.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new EnvError(
    "SWITCHYARD_AGENTS_VARIABLES must give each name in capitals a text in quotes.",
  );
}
