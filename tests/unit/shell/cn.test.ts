import { describe, expect, it } from "vitest";
import { buttonClass } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

describe("cn", () => {
  it("keeps a text size of ours beside a text colour", () => {
    expect(cn("text-body", "text-failed")).toBe("text-body text-failed");
    expect(cn("text-ink-inverse text-meta")).toBe("text-ink-inverse text-meta");
  });
  it("lets the last of two sizes or colours win", () => {
    expect(cn("text-body", "text-meta")).toBe("text-meta");
    expect(cn("text-ink", "text-failed")).toBe("text-failed");
  });
  it("leaves a primary button its light text", () => {
    expect(cn(buttonClass({ variant: "primary" })).split(" ")).toContain("text-ink-inverse");
  });
});
