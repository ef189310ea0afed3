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
  it("tells of an AMI update whether it was merged or closed", () => {
    const words = (input: unknown) => actionWords({ action: "ami.decide", input });
    expect(words({ decision: "merge" })).toBe("Merge an AMI update");
    expect(words({ decision: "close" })).toBe("Close an AMI update");
    expect(words({})).toBe("Decide an AMI update");
  });
  it("has no words for what it does not know", () => {
    expect(actionWords({ action: "release.retry" })).toBe("Retry stage");
    expect(actionWords({ action: "constructor.of" })).toBeUndefined();
  });
});
