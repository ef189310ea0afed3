import { AUDIT_OUTCOMES, type AuditOutcome } from "@/lib/audit/outcome";

/** What the audit page keeps in its address. Days are UTC days; `entry` is the number of the open one. */
export interface AuditSearch {
  person: string;
  action: string;
  target: string;
  outcome: AuditOutcome | "";
  from: string;
  to: string;
  before: number | null;
  entry: number | null;
}

/** `2026-02-31` parses, as a day in March: only what comes back as it went in is a day. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}
const number = (text: string): number | null =>
  /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;

/** Reads the page's address; what makes no sense counts as not given. */
export function parseAuditSearch(read: (name: string) => string | undefined): AuditSearch {
  const text = (name: string) => (read(name) ?? "").trim().slice(0, 200);
  const validDay = (name: string) => (isDay(text(name)) ? text(name) : "");
  return {
    person: text("person"),
    action: text("action"),
    target: text("target"),
    outcome: AUDIT_OUTCOMES.find((each) => each === text("outcome")) ?? "",
    from: validDay("from"),
    to: validDay("to"),
    before: number(text("before")),
    entry: number(text("entry")),
  };
}

/** The address's query of a search; empty fields are left out. */
export function auditSearchParams(search: AuditSearch): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== "" && value !== null) params.set(name, String(value));
  }
  return params;
}

/** The page's path with some of the search changed. A changed filter starts at the newest again. */
export function auditHref(search: AuditSearch, change: Partial<AuditSearch>): string {
  const query = auditSearchParams({ ...search, ...change }).toString();
  return query ? `/audit?${query}` : "/audit";
}

/** Query of `GET /api/audit` for the list: whole days become moments. */
export function auditListQuery(search: AuditSearch, limit = 50): URLSearchParams {
  const { entry: _entry, from, to, ...rest } = search;
  const params = auditSearchParams({ ...rest, from: "", to: "", entry: null });
  if (from) params.set("from", `${from}T00:00:00.000Z`);
  if (to) params.set("to", `${to}T23:59:59.999Z`);
  params.set("limit", String(limit));
  return params;
}

/** Query of `GET /api/audit` that gives the one entry with this number, if it is there. */
export const auditEntryQuery = (seq: number): URLSearchParams =>
  new URLSearchParams({ before: String(seq + 1), limit: "1" });

export const isFiltered = (search: AuditSearch): boolean =>
  [search.person, search.action, search.target, search.outcome, search.from, search.to].some(
    (value) => value !== "",
  );
