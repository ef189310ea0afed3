import { describe, expect, it } from "vitest";
import { preferenceText, readPreferences } from "@/lib/platform/preferences";

const from = (cookies: Record<string, string>) => readPreferences((name) => cookies[name]);

describe("readPreferences", () => {
  it("has defaults that fit a first visit", () => {
    expect(from({})).toEqual({
      theme: "system",
      density: "comfortable",
      utc: false,
      shortcuts: true,
      nav: "wide",
    });
  });
  it("reads back what was written", () => {
    const chosen = {
      theme: "dark",
      density: "compact",
      utc: true,
      shortcuts: false,
      nav: "narrow",
    } as const;
    const cookies = Object.fromEntries(
      Object.entries(chosen).map(([name, value]) => [`sy-${name}`, preferenceText(value)]),
    );
    expect(from(cookies)).toEqual(chosen);
  });
  it("takes no word that it does not know", () => {
    expect(from({ "sy-theme": 'pink"><script>', "sy-density": "x" })).toEqual(from({}));
  });
});
