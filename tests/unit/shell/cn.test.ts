import { describe, expect, it } from "vitest";
import { buttonClass } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

describe("cn", () => {
  it("joins what is there and drops what is not", () => {
    expect(cn("a", false, undefined, ["b", { c: true, d: false }], "a")).toBe("b c a");
    expect(cn()).toBe("");
  });
  it("keeps a text size of ours beside a text colour", () => {
    expect(cn("text-body", "text-failed")).toBe("text-body text-failed");
    expect(cn("text-ink-inverse text-meta")).toBe("text-ink-inverse text-meta");
  });
  it.each([
    ["text-body", "text-meta"],
    ["text-body", "text-[11px]"],
    ["text-ink", "text-failed"],
    ["text-start", "text-end"],
    ["rounded-md", "rounded-none"],
    ["rounded-md", "rounded-full"],
    ["border", "border-0"],
    ["border-transparent", "border-line-strong"],
    ["inline-flex", "flex"],
    ["relative", "absolute"],
    ["size-4", "size-3.5"],
    ["h-8", "h-[28rem]"],
    ["h-8", "size-7"],
    ["w-full", "w-36"],
    ["bg-page", "bg-selected"],
    ["font-medium", "font-semibold"],
    ["whitespace-nowrap", "whitespace-normal"],
    ["-mt-1", "mt-2"],
    ["hover:bg-press", "hover:bg-tint-failed"],
  ])("lets %s give way to %s", (first, last) => {
    expect(cn(first, last)).toBe(last);
  });
  it.each([
    "text-body text-center",
    "border border-b",
    "border border-line",
    "border-b border-failed",
    "rounded-md rounded-tl-md",
    "h-8 hover:h-9",
    "h-8 min-h-6 max-h-9",
    "px-2 pl-7",
    "size-4 h-3",
    "bg-page max-sm:bg-raised",
    "[&>td]:border-t border-0",
    "flex flex-1 flex-wrap",
  ])("leaves %s alone", (both) => {
    expect(cn(both)).toBe(both);
  });
  it("leaves a primary button its light text", () => {
    expect(cn(buttonClass({ variant: "primary" })).split(" ")).toContain("text-ink-inverse");
  });
});
