import type { Metadata } from "next";
import { auditListQuery, parseAuditSearch } from "@/components/audit/audit-query";
import { AuditView } from "@/components/audit/audit-view";
import { AuditFilter } from "@/lib/audit/model";
import { readAuditEntries } from "@/server/audit/read-entries";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Audit" };

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function AuditPage({ searchParams }: { searchParams: Query }) {
  const ctx = await pageCtx("audit.read");
  const given = await searchParams;
  const search = parseAuditSearch((name) => {
    const value = given[name];
    return Array.isArray(value) ? value[0] : value;
  });
  const query = auditListQuery(search);
  // A failed first read is not a crash: the view asks again and says what is wrong.
  const page = await readAuditEntries({
    ctx,
    input: AuditFilter.parse(Object.fromEntries(query)),
  }).catch(() => undefined);
  return <AuditView first={page && { query: query.toString(), page }} />;
}
