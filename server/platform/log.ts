import "server-only";
import pino, { type Logger } from "pino";
import { logLevel } from "./env";
import { held } from "./held";

/** Never written, wherever they stand in what is logged. */
const SECRET_KEYS = [
  "password",
  "passwordHash",
  "secret",
  "token",
  "authorization",
  "cookie",
  "set-cookie",
  "client_secret",
  "code_verifier",
  "access_token",
  "id_token",
  "refresh_token",
  "secretAccessKey",
];

/** The structured log (JSON lines on standard output). */
export function log(): Logger {
  return held("log", () =>
    pino({
      level: logLevel(),
      base: { app: "switchyard" },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serialiseError, error: serialiseError },
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
        censor: "[hidden]",
      },
    }),
  );
}

/** Name, message, code, stack and causes; other properties of an error may hold requests with secrets. */
export function serialiseError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: hideCredentials(error.message),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    stack: error.stack && hideCredentials(error.stack),
    ...(error.cause && depth < 3 ? { cause: serialiseError(error.cause, depth + 1) } : {}),
  };
}

/**
 * `scheme://user:password@host` → `scheme://…@host`, and the values that Drizzle adds to the text of
 * a failed query (password hashes among them) are left out.
 */
export const hideCredentials = (text: string): string =>
  text
    // Bounded: without an end, a long word (a log line of a stranger's) would be read once per letter.
    .replace(/([a-z][a-z0-9+.-]{0,40}:\/\/)[^\s/@]+@/gi, "$1…@")
    .replace(/\nparams:[\s\S]*?(?=\n\s+at |$)/g, "\nparams: …");
