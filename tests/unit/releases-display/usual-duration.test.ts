import { describe, expect, it } from "vitest";
import { usualDuration } from "@/lib/releases/usual-duration";

const took = (id: string, seconds: number, status: "Succeeded" | "Failed" = "Succeeded") => ({
  id,
  status,
  createdAt: "2026-11-24T03:00:00.000Z",
  completedAt: new Date(Date.UTC(2026, 10, 24, 3, 0, seconds)).toISOString(),
});

describe("usualDuration", () => {
  it("is the median of what succeeded, without the deployment that is looked at", () => {
    const rows = [took("d-1", 10), took("d-2", 12), took("d-3", 900), took("d-4", 1, "Failed")];
    expect(usualDuration(rows, "d-9")).toBe(12_000);
    expect(usualDuration([...rows, took("d-5", 11)], "d-3")).toBe(11_000);
  });
  it("says nothing while fewer than three are known", () => {
    expect(usualDuration([took("d-1", 10), took("d-2", 12)], "d-9")).toBeUndefined();
    const running = { id: "d-3", status: "Succeeded" as const, createdAt: "2026-11-24T03:00:00Z" };
    expect(usualDuration([took("d-1", 10), took("d-2", 12), running], "d-9")).toBeUndefined();
  });
});
