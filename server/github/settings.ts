import "server-only";
import { createPrivateKey } from "node:crypto";
import { AppError } from "@/server/platform/errors";

/** Where GitHub is and who we are there. Without `app` only public reads work. */
export interface GitHubSettings {
  /** REST root: `https://api.github.com`, or `https://<host>/api/v3` of an Enterprise Server. */
  apiUrl: string;
  app?: {
    id: string;
    /** PEM, or PEM in base64. */
    privateKey: string;
  };
  /** Refuses every write before a token for it is asked for: for parts that only look. */
  readOnly?: boolean;
  /** Over one call with all its retries, in milliseconds; 10,000 unless told. */
  deadlineMs?: number;
}

/**
 * The key as PKCS#8 PEM, whichever way it was written down: as GitHub gives it (PKCS#1), with
 * `\n` in place of line breaks, or all of it in base64. @throws AppError that says nothing of the key
 */
export function readPrivateKey(text: string): string {
  const trimmed = text.trim();
  const pem = trimmed.startsWith("-----BEGIN")
    ? trimmed.replaceAll("\\n", "\n")
    : Buffer.from(trimmed, "base64").toString("utf8").trim();
  try {
    return createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();
  } catch {
    throw new AppError("upstream", "The GitHub App's private key is not a PEM key.", {
      retryable: false,
      effect: "none",
    });
  }
}
