import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Whether a request comes from who collects metrics: it has the configured token as its bearer
 * token. Without a configured one nobody does.
 */
export function mayScrape(authorization: string | null, token: string | undefined): boolean {
  const [, sent] = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? "") ?? [];
  return Boolean(sent && token) && timingSafeEqual(digest(sent ?? ""), digest(token ?? ""));
}
