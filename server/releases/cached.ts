import "server-only";
import { held } from "@/server/platform/held";

interface Entry {
  value: Promise<unknown>;
  until: number;
}

const MAX_ENTRIES = 5_000;
const entries = () => held("releases.cache", () => new Map<string, Entry>());

/**
 * What `read` gave for this key, at most `ttlMs` old; one read at a time per key. A failure is not
 * kept. `Infinity` is for what never changes (an object version, a finished build).
 */
export function cached<T>(key: string, ttlMs: number, read: () => Promise<T>): Promise<T> {
  const known = entries().get(key);
  if (known && known.until > Date.now()) return known.value as Promise<T>;
  const value = read();
  const entry = { value, until: Date.now() + ttlMs };
  entries().delete(key);
  entries().set(key, entry);
  value.catch(() => {
    if (entries().get(key) === entry) entries().delete(key);
  });
  const oldest = entries().keys().next();
  if (entries().size > MAX_ENTRIES && !oldest.done) entries().delete(oldest.value);
  return value;
}

export const forget = (key: string): boolean => entries().delete(key);
