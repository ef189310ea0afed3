import { describe, expect, it } from "vitest";
import { formatBytes, formatCount, middleTruncate, plural } from "@/lib/platform/format";

describe("middleTruncate", () => {
  it("leaves what fits alone", () => {
    expect(middleTruncate("d-ABCDEFGHI", 16)).toBe("d-ABCDEFGHI");
  });
  it("keeps start and end, and the length asked for", () => {
    const short = middleTruncate("0123456789abcdefghijklmnop", 11);
    expect(short).toBe("01234…lmnop");
    expect(short).toHaveLength(11);
  });
});

describe("counts and sizes", () => {
  it("groups thousands and agrees in number", () => {
    expect(formatCount(10_000)).toBe("10,000");
    expect(plural(1, "instance")).toBe("1 instance");
    expect(plural(2000, "instance")).toBe("2,000 instances");
    expect(plural(2, "entry", "entries")).toBe("2 entries");
  });
  it.each([
    [812, "812 B"],
    [1400, "1.4 kB"],
    [100_000_000, "100 MB"],
  ])("%s bytes read %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
