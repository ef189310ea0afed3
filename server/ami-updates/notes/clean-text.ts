import "server-only";
import { seenText } from "@/lib/ami-updates/plain-text";

/** What is kept of one release's notes, in bytes of UTF-8. */
export const LONGEST_ENTRY = 200_000;

/**
 * Untrusted text made safe to keep and show: whole characters, one kind of line break, nothing
 * invisible, at most `longest` bytes.
 */
export function cleanText(raw: string, longest = LONGEST_ENTRY): { text: string; cut: boolean } {
  // Cut before anything else is done, so that 5 MB cost no more than what is kept of them.
  const text = seenText(raw.slice(0, longest + 1));
  const bytes = Buffer.from(text);
  if (bytes.length <= longest && raw.length <= longest) return { text, cut: false };
  const kept = bytes
    .subarray(0, longest)
    .toString()
    .replace(/\ufffd+$/, "");
  return { text: kept, cut: true };
}
