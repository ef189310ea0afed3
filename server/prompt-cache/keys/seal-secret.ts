import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";

const FORM = "v1";

/** A key of its own for this purpose, so that an entry's ciphertext can never pass for a secret's. */
function sealingKey(): Buffer {
  const key = env().SWITCHYARD_PROMPT_CACHE_KEY;
  if (!key)
    throw new AppError(
      "invalid",
      "Signing keys need SWITCHYARD_PROMPT_CACHE_KEY, with which their secrets are encrypted.",
    );
  return Buffer.from(hkdfSync("sha256", key, "", "switchyard prompt cache signing secrets", 32));
}

/**
 * Encrypts a signing secret (AES-256-GCM), bound to its access key id: `v1.<iv>.<tag>.<text>`, base64url.
 * @throws AppError invalid when no key is configured
 */
export function sealSecret(secret: string, accessKeyId: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), iv);
  cipher.setAAD(Buffer.from(accessKeyId));
  const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return [FORM, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/** The secret, or undefined when it was sealed with another key, for another id, or is damaged. */
export function openSecret(sealed: string, accessKeyId: string): string | undefined {
  const [form, iv = "", tag = "", text = ""] = sealed.split(".");
  if (form !== FORM) return undefined;
  try {
    const bytes = (part: string) => Buffer.from(part, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", sealingKey(), bytes(iv), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(accessKeyId));
    decipher.setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
