import { describe, expect, it } from "vitest";
import {
  auditEntryQuery,
  auditHref,
  auditListQuery,
  auditSearchParams,
  isFiltered,
  parseAuditSearch,
} from "@/components/audit/audit-query";
import { AuditFilter } from "@/lib/audit/model";

const parse = (query: string) => {
  const params = new URLSearchParams(query);
  return parseAuditSearch((name) => params.get(name) ?? undefined);
};

describe("the audit page's address", () => {
  it("reads back what it wrote", () => {
    const query =
      "person=ann&action=release.decide&target=lab-app&outcome=applied&from=2026-11-01&to=2026-11-24&before=90&entry=41";
    expect(auditSearchParams(parse(query)).toString()).toBe(query);
    expect(isFiltered(parse(query))).toBe(true);
  });
  it("takes nonsense for nothing given", () => {
    const search = parse("outcome=maybe&from=2026-13-45&to=today&before=-1&entry=1e9&person=%20");
    expect(auditSearchParams(search).toString()).toBe("");
    expect(isFiltered(search)).toBe(false);
  });
  it("opens and closes an entry without losing the filter", () => {
    const search = parse("person=ann&before=90");
    const open = auditHref(search, { entry: 41 });
    expect(open).toBe("/audit?person=ann&before=90&entry=41");
    expect(auditHref(parse(open.split("?")[1] ?? ""), { entry: null })).toBe(
      "/audit?person=ann&before=90",
    );
    expect(auditHref(parse(""), {})).toBe("/audit");
  });
});

describe("what is asked of the server", () => {
  const filter = (query: URLSearchParams) => AuditFilter.parse(Object.fromEntries(query));

  it("asks for whole UTC days, and not for the open entry", () => {
    expect(
      filter(auditListQuery(parse("from=2026-11-01&to=2026-11-02&entry=7&person=ann"))),
    ).toEqual({
      person: "ann",
      from: "2026-11-01T00:00:00.000Z",
      to: "2026-11-02T23:59:59.999Z",
      limit: 50,
    });
  });
  it("asks for one entry by its number", () => {
    expect(filter(auditEntryQuery(41))).toEqual({ before: 42, limit: 1 });
  });
  it("is always understood, whatever the address says", () => {
    const hostile = parse(
      `person=${"x".repeat(900)}&target='%3B--&from=2026-02-31&before=99999999`,
    );
    expect(() => filter(auditListQuery(hostile))).not.toThrow();
  });
});
