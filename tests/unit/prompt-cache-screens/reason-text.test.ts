import { expect, test } from "vitest";
import { withoutText } from "@/lib/prompt-cache/reason-text";

test.each([
  ["personal_data", "Not kept: personal data"],
  ["asked", "Not kept: past the cache"],
  ["namespace_off", "Not kept: namespace off"],
  ["too_large", "Not kept: too large"],
  ["no_prompt", "No text"],
  ["redis_down", "No text"],
  [undefined, "No text"],
] as const)(
  "a request without its prompt, past the cache for %s, says why: %s",
  (reason, label) => {
    expect(withoutText(reason).label).toBe(label);
  },
);
