import { describe, expect, it } from "vitest";
import { inWindow, nextOpening } from "@/lib/ami-updates/maintenance-window";

const weekdays = { days: ["mon", "tue"] as ("mon" | "tue")[], from: "09:00", to: "16:00" };
const night = { days: ["fri"] as "fri"[], from: "22:00", to: "02:00" };
const at = (text: string) => new Date(`2026-11-${text}:00Z`);

describe("the maintenance window", () => {
  it("is always open where there is none", () =>
    expect(inWindow(undefined, at("23T03:00"))).toBe(true));
  it.each([
    ["23T09:00", true],
    ["23T08:59", false],
    ["23T16:00", false],
    ["24T15:59", true],
    ["25T12:00", false],
  ])("of Monday and Tuesday at %s: %s", (text, open) =>
    expect(inWindow(weekdays, at(text))).toBe(open),
  );
  it.each([
    ["27T22:00", true],
    ["28T01:59", true],
    ["28T02:00", false],
    ["27T01:00", false],
    ["28T23:00", false],
  ])("over Friday's midnight at %s: %s", (text, open) =>
    expect(inWindow(night, at(text))).toBe(open),
  );

  it("says when it opens next", () => {
    const next = (text: string) => new Date(nextOpening(weekdays, at(text))).toISOString();
    expect(next("23T10:00")).toBe("2026-11-23T10:00:00.000Z");
    expect(next("23T18:00")).toBe("2026-11-24T09:00:00.000Z");
    expect(next("26T12:00")).toBe("2026-11-30T09:00:00.000Z");
  });
});
