import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** AWS's own access key ids use these 32 letters and digits. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ACCESS_KEY_LETTERS = 16;

/** `sy_` and 43 characters: 32 random bytes. */
export const newBearerToken = (): string => `sy_${randomBytes(32).toString("base64url")}`;

export const isBearerToken = (text: string): boolean => /^sy_[A-Za-z0-9_-]{43}$/.test(text);

/** What is stored of a bearer token, and what it is found by. */
export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

/** The first characters, for a person to recognise it by: 30 bits of 256. */
export const hintOfToken = (token: string): string => `${token.slice(0, 8)}…`;

/** `SYAK` and 16 letters and digits; 40 characters of secret (30 random bytes), as long as AWS's own. */
export function newSigningPair(): { accessKeyId: string; secretAccessKey: string } {
  const letters = [...randomBytes(ACCESS_KEY_LETTERS)].map((byte) => LETTERS[byte % 32]).join("");
  return {
    accessKeyId: `SYAK${letters}`,
    secretAccessKey: randomBytes(30).toString("base64url"),
  };
}
