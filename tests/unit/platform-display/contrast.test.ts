import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Reads `--name: light-dark(#light, #dark)` from the real stylesheet. */
const css = readFileSync(new URL("../../../app/globals.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name, { light, dark }],
  ),
);

type Theme = "light" | "dark";
const THEMES: Theme[] = ["light", "dark"];

function colour(name: string, theme: Theme): string {
  const value = tokens.get(name)?.[theme];
  if (!value) throw new Error(`globals.css has no token --${name}`);
  return value;
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const STATUSES = ["succeeded", "failed", "waiting", "running", "idle"];
const SURFACES = ["page", "raised"];

describe("contrast of the tokens", () => {
  it("computes what WCAG says of two known pairs", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  it.each(
    THEMES.flatMap((theme) =>
      [...STATUSES.map((each) => `status-${each}`), "ink", "muted", "accent"].flatMap((text) =>
        SURFACES.map((surface) => ({ theme, text, surface })),
      ),
    ),
  )("$text is readable on $surface in $theme", ({ theme, text, surface }) => {
    expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(
    THEMES.flatMap((theme) => [
      ...["succeeded", "failed", "waiting", "running"].flatMap((status) => [
        { theme, text: `status-${status}`, surface: `tint-${status}` },
        { theme, text: "ink", surface: `tint-${status}` },
        { theme, text: "muted", surface: `tint-${status}` },
      ]),
      { theme, text: "ink", surface: "hover" },
      { theme, text: "muted", surface: "hover" },
      { theme, text: "ink", surface: "press" },
      { theme, text: "muted", surface: "press" },
      { theme, text: "ink", surface: "selected" },
      { theme, text: "muted", surface: "selected" },
      ...STATUSES.flatMap((status) => [
        { theme, text: `status-${status}`, surface: "hover" },
        { theme, text: `status-${status}`, surface: "selected" },
      ]),
      { theme, text: "ink-inverse", surface: "ink" },
      { theme, text: "ink-inverse", surface: "accent" },
    ]),
  )("$text is readable on $surface in $theme", ({ theme, text, surface }) => {
    expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(
    THEMES.flatMap((theme) =>
      ["focus", "line-strong", "chart-1", "chart-2", "chart-3", "chart-4", "chart-5"].flatMap(
        (edge) =>
          [...SURFACES, ...(edge === "focus" ? ["hover", "selected"] : [])].map((surface) => ({
            theme,
            edge,
            surface,
          })),
      ),
    ),
  )("$edge stands out from $surface in $theme by 3:1", ({ theme, edge, surface }) => {
    expect(contrast(colour(edge, theme), colour(surface, theme))).toBeGreaterThanOrEqual(3);
  });

  it("keeps the vocabulary's colours as they were chosen", () => {
    expect(STATUSES.map((each) => tokens.get(`status-${each}`))).toEqual([
      { light: "#1d7f62", dark: "#36fcdc" },
      { light: "#81241b", dark: "#eb584c" },
      { light: "#9a6503", dark: "#fddb5b" },
      { light: "#0742c9", dark: "#5b9bf8" },
      { light: "#40454d", dark: "#868a94" },
    ]);
    expect(SURFACES.map((each) => tokens.get(each))).toEqual([
      { light: "#ffffff", dark: "#0e1116" },
      { light: "#f3f5f7", dark: "#1a1f27" },
    ]);
  });
});
