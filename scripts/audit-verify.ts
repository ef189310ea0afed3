/**
 * `npm run audit:verify [-- --head <seq>:<hash> --state-dir DIR]`: reads the audit ledger of DATABASE_URL,
 * else of the demo that runs now, and says whether its chain is whole.
 * Exit code 0: whole; 1: findings, each one line; 2: could not look.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import type { LedgerRow } from "../lib/audit/chain.ts";
import { type Head, verifyLedger } from "../lib/audit/verify.ts";
import { findDatabase } from "./services/find-database.ts";
import { inCheckout } from "./setup/checkout.ts";

const BATCH = 1_000;

/** Database columns → what was hashed. Written out, so that the verifier trusts no mapping of the console's. */
const COLUMNS = `seq::float8 as seq, kind, entry_id as "entryId", at, person_id as "personId",
  person_name as "personName", person_email as "personEmail", person_role as "personRole", action,
  target, why, input, request_id as "requestId", outcome, problem_code as "problemCode", message,
  upstream, duration_ms as "durationMs", settled_by as "settledBy", prev_hash as "prevHash", hash`;

async function* readRows(client: pg.Client): AsyncGenerator<LedgerRow> {
  for (let after = 0; ; ) {
    const { rows } = await client.query(
      `select ${COLUMNS} from audit_ledger where seq > $1 order by seq limit $2`,
      [after, BATCH],
    );
    for (const row of rows) yield { ...row, at: row.at.toISOString() };
    if (rows.length < BATCH) return;
    after = rows.at(-1).seq;
  }
}

function notedHead(text: string | undefined): Head | undefined {
  if (!text) return undefined;
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!seq || !hash) throw new Error("--head takes <seq>:<hash>, as the console's log shows it.");
  return { seq: Number(seq), hash };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { head: { type: "string" }, "state-dir": { type: "string" } },
  });
  const noted = notedHead(values.head);
  const stateDir = resolve(values["state-dir"] ?? inCheckout(".switchyard"));
  const url = process.env.DATABASE_URL || findDatabase(stateDir);
  if (!url) throw new Error("Set DATABASE_URL, or start the demo: no ledger's database runs here.");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    // One snapshot, so that rows written meanwhile cannot look like a cut or an added tail.
    await client.query("begin isolation level repeatable read read only");
    const { rows } = await client.query(
      "select seq::float8 as seq, hash from audit_head where id = 1",
    );
    const stored: Head | undefined = rows[0];
    const heads = [
      ...(stored ? [{ head: stored, name: "the head record" }] : []),
      ...(noted ? [{ head: noted, name: "the given head" }] : []),
    ];
    const { rows: count, last, findings } = await verifyLedger(readRows(client), heads);
    if (!stored) findings.push({ seq: last.seq, what: "The head record is missing." });
    else if (stored.seq < last.seq)
      findings.push({ seq: last.seq, what: "There are rows after the one the head record knows." });
    for (const { what } of findings) console.log(what);
    if (findings.length) return 1;
    console.log(`The ledger is whole: ${count} rows. Head: ${last.seq}:${last.hash}`);
    return 0;
  } finally {
    await client.end();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error & { code?: string }) => {
    // The driver's own words may hold the address; the code is enough to go on.
    console.error(error.code ? `The ledger could not be read (${error.code}).` : error.message);
    process.exitCode = 2;
  },
);
