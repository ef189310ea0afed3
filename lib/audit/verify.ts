/** Checks a ledger row by row, in the order of its numbers. Pure: rows come from the caller. */
import { GENESIS_HASH, hashRow, type LedgerRow } from "./chain.ts";

export interface Finding {
  /** The row that it is about; for what is missing at the end, the last one that should be there. */
  seq: number;
  /** One sentence. */
  what: string;
}

/** The last row, as a record kept apart from the ledger says. */
export interface Head {
  seq: number;
  hash: string;
}

export interface Verdict {
  rows: number;
  /** The last row that was read. */
  last: Head;
  findings: Finding[];
}

/**
 * Finds changed, missing and reordered rows, outcomes without an intent, second outcomes, and, with
 * a head, a tail that was cut off or added.
 *
 * What it cannot find: somebody who may do anything in the database can rewrite the rows from some
 * point on, their hashes, and the head beside them. Only a head noted elsewhere shows that: the
 * console logs each one ("audit head"), and `--head seq:hash` checks against such a note.
 */
export async function verifyLedger(
  rows: AsyncIterable<LedgerRow> | Iterable<LedgerRow>,
  heads: { head: Head; name: string }[],
): Promise<Verdict> {
  const findings: Finding[] = [];
  const outcomes = new Map<string, boolean>();
  const noted = new Map<number, string>();
  let last: Head = { seq: 0, hash: GENESIS_HASH };
  let count = 0;
  for await (const row of rows) {
    count += 1;
    findings.push(...(await checkRow(row, last)), ...checkOutcome(row, outcomes));
    if (heads.some(({ head }) => head.seq === row.seq)) noted.set(row.seq, row.hash);
    last = { seq: row.seq, hash: row.hash };
  }
  for (const { head, name } of heads) findings.push(...checkHead(head, name, last, noted));
  return { rows: count, last, findings };
}

async function checkRow(row: LedgerRow, last: Head): Promise<Finding[]> {
  const { seq } = row;
  if (seq !== last.seq + 1) {
    const from = last.seq + 1;
    const gap = seq - 1 > from ? `Rows ${from} to ${seq - 1} are` : `Row ${from} is`;
    return [{ seq: from, what: `${gap} missing.` }, ...(await checkContent(row))];
  }
  const broken =
    row.prevHash === last.hash
      ? []
      : [{ seq, what: `Row ${seq} does not follow row ${last.seq}: one was changed or moved.` }];
  return [...broken, ...(await checkContent(row))];
}

async function checkContent(row: LedgerRow): Promise<Finding[]> {
  if ((await hashRow(row)) === row.hash) return [];
  return [{ seq: row.seq, what: `Row ${row.seq} was changed: its content does not fit its hash.` }];
}

/** `outcomes`: entry id → whether its outcome is known already. */
function checkOutcome(row: LedgerRow, outcomes: Map<string, boolean>): Finding[] {
  const { seq, entryId } = row;
  const known = outcomes.get(entryId);
  if (row.kind === "intent") {
    outcomes.set(entryId, false);
    return known === undefined ? [] : [{ seq, what: `Row ${seq} repeats an intent.` }];
  }
  if (known === undefined)
    return [{ seq, what: `Row ${seq} settles an intent that is not there.` }];
  if (known) return [{ seq, what: `Row ${seq} settles what was settled before.` }];
  outcomes.set(entryId, row.outcome !== "unknown");
  return [];
}

function checkHead(head: Head, name: string, last: Head, noted: Map<number, string>): Finding[] {
  if (head.seq > last.seq) {
    const from = last.seq + 1;
    const what = head.seq > from ? `rows ${from} to ${head.seq}` : `row ${from}`;
    return [{ seq: head.seq, what: `The end is cut off: ${name} knows ${what}.` }];
  }
  if (head.seq > 0 && noted.get(head.seq) !== head.hash)
    return [{ seq: head.seq, what: `Row ${head.seq} is not the one that ${name} knows.` }];
  return [];
}
