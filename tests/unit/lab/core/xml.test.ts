import { describe, expect, it } from "vitest";
import { toJsonValue } from "../../../../lab/core/wire/json.ts";
import { element } from "../../../../lab/core/wire/xml.ts";

describe("values on the wire", () => {
  const value = {
    text: '<b>"&\u0000',
    when: new Date(1_500),
    none: undefined,
    nothing: null,
    list: ["a", { b: 1 }],
    map: new Map([["k", "v"]]),
    no: false,
  };

  it("as XML with members", () => {
    expect(element("R", value)).toBe(
      "<R><text>&lt;b&gt;&quot;&amp;</text><when>1970-01-01T00:00:01.500Z</when>" +
        "<list><member>a</member><member><b>1</b></member></list>" +
        "<map><entry><key>k</key><value>v</value></entry></map><no>false</no></R>",
    );
  });

  it("as XML with flat lists and items", () => {
    expect(element("L", ["a", "b"], "flat")).toBe("<L>a</L><L>b</L>");
    expect(element("L", ["a"], "item")).toBe("<L><item>a</item></L>");
  });

  it("as JSON, with seconds for dates and nothing for what is absent", () => {
    expect(toJsonValue(value)).toEqual({
      text: '<b>"&\u0000',
      when: 1.5,
      list: ["a", { b: 1 }],
      map: { k: "v" },
      no: false,
    });
    expect(toJsonValue({ bytes: Buffer.from("hi") })).toEqual({ bytes: "aGk=" });
  });
});
