import { expect, it } from "vitest";
import { matchesName } from "@/lib/agents/match-name";

it.each([
  ["release_read_log", "release_read_log", true],
  ["release_read_log", "release_read_logs", false],
  ["release_*", "release_read_log", true],
  ["release_*", "xrelease_read_log", false],
  ["*", "", true],
  ["*_log", "release_read_log", true],
  ["release_*_log", "release_read_log", true],
  ["release_*_log", "release_log", false],
  ["a*b*c", "axxbyyc", true],
  ["a*b*c", "axxcyyb", false],
  ["ab*ba", "aba", false],
  ["release.read", "releaseXread", false],
])("%s against %s: %s", (glob, name, fits) => {
  expect(matchesName(glob, name)).toBe(fits);
});
