import { expect, test } from "vitest";
import { mayScrape } from "@/server/platform/may-scrape";

const token = "a-token-of-some-length";

test.each([
  [`Bearer ${token}`, token, true],
  [`bearer  ${token} `, token, true],
  [`Bearer ${token}x`, token, false],
  ["Bearer undefined", undefined, false],
  ["Bearer ", "", false],
  [token, token, false],
  [`Basic ${token}`, token, false],
  ["", token, false],
  [null, token, false],
  [null, undefined, false],
])("%s with the token %s may collect metrics: %s", (authorization, configured, may) => {
  expect(mayScrape(authorization, configured)).toBe(may);
});
