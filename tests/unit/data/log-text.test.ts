import { describe, expect, it } from "vitest";
import { findLines, linesOfHash, markMatches, plainLine } from "@/components/data/log-text";

describe("plainLine", () => {
  it.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]8;;http://evil\u0007link\u001b]8;;\u0007", "link"],
    ["tab\tstays", "tab\tstays"],
    ["ends in\r", "ends in"],
    ["over\rwritten", "over\ufffdwritten"],
    ["a\u202egnp.exe", "a\ufffdgnp.exe"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ])("%j reads %j", (line, text) => {
    expect(plainLine(line)).toBe(text);
  });
  it("cuts a line that nobody can read, and says how long it was", () => {
    const text = plainLine("x".repeat(100_000));
    expect(text.length).toBeLessThan(4100);
    expect(text).toContain("(100000 characters)");
  });
});

describe("searching a log", () => {
  const lines = ["npm ERR! missing", "ok", "Error: port"].map((text) => ({ text }));
  it("finds lines whatever their case, and none for nothing", () => {
    expect(findLines(lines, " err ")).toEqual([0, 2]);
    expect(findLines(lines, "  ")).toEqual([]);
  });
  it("marks every occurrence and loses no letter", () => {
    const pieces = markMatches("aXbxc", "x");
    expect(pieces.filter(({ match }) => match).map(({ text }) => text)).toEqual(["X", "x"]);
    expect(pieces.map(({ text }) => text).join("")).toBe("aXbxc");
    expect(markMatches("", "x")).toEqual([{ text: "", match: false }]);
    expect(markMatches("İstanbul x", "x")).toEqual([{ text: "İstanbul x", match: false }]);
  });
});

describe("linesOfHash", () => {
  it.each([
    ["#L12", { from: 12, to: 12 }],
    ["#L12-20", { from: 12, to: 20 }],
    ["#L12-L20", { from: 12, to: 20 }],
    ["#L20-3", { from: 20, to: 20 }],
    ["#main", undefined],
    ["#L", undefined],
    ["", undefined],
  ])("%s names %j", (hash, lines) => {
    expect(linesOfHash(hash)).toEqual(lines);
  });
});
