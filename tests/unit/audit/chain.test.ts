import { expect, test } from "vitest";
import { GENESIS_HASH, hashRow, type LedgerRow } from "@/lib/audit/chain";
import { AuditFilter } from "@/lib/audit/model";
import { verifyLedger } from "@/lib/audit/verify";

/** A whole ledger: one intent after the other, each settled. */
async function aLedger(entries: number): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  let prevHash = GENESIS_HASH;
  for (let seq = 1; seq <= entries * 2; seq += 1) {
    const intent = seq % 2 === 1;
    const content = {
      seq,
      kind: intent ? ("intent" as const) : ("settle" as const),
      entryId: `entry-${Math.ceil(seq / 2)}`,
      at: "2026-11-24T00:00:00.000Z",
      ...{ personId: "p", personName: "P", personEmail: "p@x", personRole: "admin" },
      ...{ action: "a", target: "t", why: null, input: { x: 1 }, requestId: "r" },
      outcome: intent ? null : "applied",
      ...{ problemCode: null, message: null, upstream: null, durationMs: 1, settledBy: "action" },
      prevHash,
    };
    const hash = await hashRow(content);
    rows.push({ ...content, hash });
    prevHash = hash;
  }
  return rows;
}

const headOf = (rows: LedgerRow[]) => {
  const last = rows.at(-1);
  return {
    head: { seq: last?.seq ?? 0, hash: last?.hash ?? GENESIS_HASH },
    name: "the head record",
  };
};

test("the hash of a row stays what it was: ledgers that exist are checked against it", async () => {
  const row = {
    ...{ seq: 1, kind: "intent" as const, entryId: "entry-1", at: "2026-11-24T00:00:00.000Z" },
    ...{ personId: "p", personName: "Zoë", personEmail: "p@x", personRole: "admin" },
    ...{ action: "a", target: "t", why: null, requestId: "r", outcome: null, problemCode: null },
    input: { b: [1, { d: null, c: "é\n" }], 10: true, 9: 1e21 },
    ...{ message: null, upstream: null, durationMs: 1, settledBy: "action" },
    prevHash: GENESIS_HASH,
  };
  expect(await hashRow(row)).toBe(
    "1f1a750d5854c394ee9ee12758fabf97c00517e22bab728daadacd0e77c1cff3",
  );
});

test("every single member of a row is covered by its hash", async () => {
  const [row] = await aLedger(1);
  if (!row) throw new Error("no row");
  for (const member of Object.keys(row).filter((name) => name !== "hash")) {
    const changed = { ...row, [member]: "something else" } as LedgerRow;
    expect(await hashRow(changed), member).not.toBe(row.hash);
  }
});

test("a second outcome and an outcome without an intent are found", async () => {
  const rows = await aLedger(2);
  const twice = rows.map((row, index) => (index === 3 ? { ...row, entryId: "entry-1" } : row));
  const verdict = await verifyLedger(twice, []);
  expect(verdict.findings.map(({ what }) => what)).toContain(
    "Row 4 settles what was settled before.",
  );
  const orphan = rows.map((row, index) => (index === 3 ? { ...row, entryId: "entry-9" } : row));
  expect((await verifyLedger(orphan, [])).findings.map(({ what }) => what)).toContain(
    "Row 4 settles an intent that is not there.",
  );
});

test("an unknown outcome may be followed by a known one", async () => {
  const rows = await aLedger(1);
  const [intent, settled] = rows;
  if (!intent || !settled) throw new Error("no rows");
  const unknown = { ...settled, outcome: "unknown" };
  unknown.hash = await hashRow(unknown);
  const known = { ...settled, seq: 3, prevHash: unknown.hash };
  known.hash = await hashRow(known);
  const ledger = [intent, unknown, known];
  expect((await verifyLedger(ledger, [headOf(ledger)])).findings).toEqual([]);
});

test("one changed row is one finding, not all that follow", async () => {
  const rows = await aLedger(50);
  const changed = rows.map((row) => (row.seq === 20 ? { ...row, why: "other" } : row));
  const { findings } = await verifyLedger(changed, [headOf(rows)]);
  expect(findings).toEqual([
    { seq: 20, what: "Row 20 was changed: its content does not fit its hash." },
  ]);
});

test("a filter takes what a form sends, and nothing else", () => {
  expect(AuditFilter.parse({ limit: "20", before: "7", person: " ada " })).toMatchObject({
    limit: 20,
    before: 7,
    person: "ada",
  });
  expect(AuditFilter.safeParse({ limit: "1000" }).success).toBe(false);
  expect(AuditFilter.safeParse({ from: "yesterday" }).success).toBe(false);
});
