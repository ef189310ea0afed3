import { describe, expect, it } from "vitest";
import { actionWords } from "@/lib/audit/action-words";

describe("actionWords", () => {
  it("tells of a decision which one it was", () => {
    const words = (input: unknown) => actionWords({ action: "release.decide", input });
    expect(words({ decision: "Approved" })).toBe("Approve");
    expect(words({ decision: "Rejected" })).toBe("Reject");
    expect(words({ decision: "?" })).toBe("Decide");
    expect(words(undefined)).toBe("Decide");
  });
  it("has no words for what it does not know", () => {
    expect(actionWords({ action: "release.retry" })).toBe("Retry stage");
    expect(actionWords({ action: "constructor.of" })).toBeUndefined();
  });
});
