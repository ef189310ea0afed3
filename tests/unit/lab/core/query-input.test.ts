import { describe, expect, it } from "vitest";
import { parseQueryInput } from "../../../../lab/core/wire/query-input.ts";

const parse = (text: string) => parseQueryInput(new URLSearchParams(text));

describe("Query inputs", () => {
  it("reads scalars, lists, structures and maps", () => {
    expect(
      parse(
        "Action=X&Version=1&Name=n&L.member.1=a&L.member.2=b&S.member.1.K=v&F.1=x&F.2=y" +
          "&M.entry.1.key=k&M.entry.1.value=w&D.Inner=z&Empty=",
      ),
    ).toEqual({
      Name: "n",
      L: ["a", "b"],
      S: [{ K: "v" }],
      F: ["x", "y"],
      M: { k: "w" },
      D: { Inner: "z" },
      Empty: "",
    });
  });

  it("orders list members by number, not by text", () => {
    const many = Array.from({ length: 11 }, (_, index) => `L.member.${index + 1}=${index + 1}`);
    expect(parse(many.reverse().join("&")).L).toEqual(
      Array.from({ length: 11 }, (_, index) => String(index + 1)),
    );
  });

  it("refuses contradictions", () => {
    expect(() => parse("A=1&A.B=2")).toThrow("contradicts");
    expect(() => parse("A.B=2&A=1")).toThrow("contradicts");
  });

  it("refuses bottomless and endless forms", () => {
    expect(() => parse(`${"a.".repeat(50)}b=1`)).toThrow("too deeply");
    const endless = Array.from({ length: 10_001 }, (_, index) => `p${index}=1`).join("&");
    expect(() => parse(endless)).toThrow("too many");
  });

  it("cannot reach an object's prototype", () => {
    parse("__proto__.polluted=1&constructor.prototype.polluted=1");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
