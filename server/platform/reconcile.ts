import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { pool, withClient } from "@/server/db";
import { type Outcome, settle } from "./audit";
import { now } from "./clock";
import { held } from "./held";
import { log } from "./log";
import { ACTION_TIMEOUT_MS } from "./run-and-settle";

/** An intent whose outcome is not known, as its reconciler gets it. */
export interface OpenIntent {
  entryId: string;
  action: string;
  target: string | null;
  why: string | null;
  /** What `record` kept of the input: the whole input unless the action says otherwise. */
  input: unknown;
  person: { id: string; name: string; email: string };
  at: Date;
}

/** Reads upstream whether it happened; never does it again. `unknown` means ask me later. */
export type Reconciler = (intent: OpenIntent) => Promise<"applied" | "refused" | "unknown">;

const EVERY_MS = 30_000;
/** Older than any action can still be running. */
export const OPEN_AFTER_MS = ACTION_TIMEOUT_MS + 15_000;
/** After this nobody can tell any more, and the entry stays unknown. */
const GIVE_UP_AFTER = "7 days";
const ASK_AGAIN_MS = 1_000;
const RECONCILER_LOCK = 727_003;
const BATCH = 100;

const reconcilers = () => held("reconcilers", () => new Map<string, Reconciler>());

/** Says how to find out what became of an action whose outcome was lost. At boot, once per action. */
export function registerReconciler(action: string, reconcile: Reconciler): void {
  reconcilers().set(action, reconcile);
}

/**
 * Settles intents without a known outcome; one process at a time.
 * @returns how many got a known outcome, or undefined when another process is at it
 */
export const reconcileOnce = (): Promise<number | undefined> =>
  // The lock lives as long as the connection: a process that dies gives it back.
  withClient(async (client) => {
    const { rows } = await client.query<{ mine: boolean }>(
      "select pg_try_advisory_lock($1) as mine",
      [RECONCILER_LOCK],
    );
    if (!rows[0]?.mine) return undefined;
    let settled = 0;
    for (const intent of await readOpen()) if (await reconcile(intent)) settled += 1;
    await client.query("select pg_advisory_unlock($1)", [RECONCILER_LOCK]);
    return settled;
  });

type OpenRow = OpenIntent & { saidUnknown: boolean };

async function readOpen(): Promise<OpenRow[]> {
  const before = new Date(now().getTime() - OPEN_AFTER_MS);
  const { rows } = await pool().query(
    `select entry_id, action, target, why, input, person_id, person_name, person_email, at,
            exists (select 1 from audit_ledger s
                     where s.entry_id = i.entry_id and s.kind = 'settle') as said_unknown
       from audit_ledger i
      where kind = 'intent' and at < $1 and at > $1::timestamptz - $2::interval
        and not exists (select 1 from audit_ledger s
                         where s.entry_id = i.entry_id and s.kind = 'settle'
                           and s.outcome <> 'unknown')
      order by seq limit $3`,
    [before, GIVE_UP_AFTER, BATCH],
  );
  return rows.map((row) => ({ ...intentOf(row), saidUnknown: row.said_unknown }));
}

/**
 * Finds out now what became of one entry, for whoever cannot wait for the next pass. `none`: there is
 * no such entry, so it was never begun. A young one that was not done so far may still be in somebody's
 * hands: it is asked again until it is old enough to be judged, or the signal aborts (`unknown`).
 */
export async function outcomeNow(
  entryId: string,
  signal?: AbortSignal,
): Promise<{ outcome: Outcome | "none"; message?: string }> {
  for (;;) {
    const entry = await readEntry(entryId);
    if (!entry) return { outcome: "none" };
    const { intent, outcome, message } = entry;
    if (outcome && outcome !== "unknown") return { outcome, ...(message && { message }) };
    const said = await verdictOn(intent);
    const old = now().getTime() - intent.at.getTime() >= OPEN_AFTER_MS;
    if (said === "applied" || (old && said === "refused")) {
      await settleAs(intent, said);
      continue;
    }
    const hopeless = old || signal?.aborted || !reconcilers().has(intent.action);
    if (hopeless) return { outcome: "unknown", message: MESSAGES.unknown };
    await pause(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function readEntry(
  entryId: string,
): Promise<{ intent: OpenIntent; outcome?: Outcome; message?: string } | undefined> {
  const { rows } = await pool().query(
    `select i.entry_id, i.action, i.target, i.why, i.input, i.person_id, i.person_name,
            i.person_email, i.at, s.outcome, s.message
       from audit_ledger i
       left join audit_ledger s on s.entry_id = i.entry_id and s.kind = 'settle'
      where i.entry_id = $1 and i.kind = 'intent'
      order by s.seq desc nulls last limit 1`,
    [entryId],
  );
  const [row] = rows;
  return row && { intent: intentOf(row), outcome: row.outcome ?? undefined, message: row.message };
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
const intentOf = (row: any): OpenIntent => ({
  entryId: row.entry_id,
  action: row.action,
  target: row.target,
  why: row.why,
  input: row.input,
  person: { id: row.person_id, name: row.person_name, email: row.person_email },
  at: row.at,
});

const MESSAGES = {
  applied: "The console did not see the outcome; read afterwards: it was done.",
  refused: "The console did not see the outcome; read afterwards: it was not done.",
  unknown: "The console did not see the outcome, and cannot tell whether it was done.",
} as const;

/** True when the intent got a known outcome. `unknown` is written once, then asked again in silence. */
async function reconcile({ saidUnknown, ...intent }: OpenRow): Promise<boolean> {
  const outcome = await verdictOn(intent);
  if (outcome === "unknown" && saidUnknown) return false;
  const written = await settleAs(intent, outcome);
  return written && outcome !== "unknown";
}

async function verdictOn(intent: OpenIntent): Promise<"applied" | "refused" | "unknown"> {
  const ask = reconcilers().get(intent.action);
  if (!ask) return "unknown";
  return ask(intent).catch((error) => {
    log().warn({ error, entryId: intent.entryId }, "a reconciler failed");
    return "unknown" as const;
  });
}

async function settleAs(intent: OpenIntent, outcome: keyof typeof MESSAGES): Promise<boolean> {
  const written = await settle(intent.entryId, {
    outcome,
    message: MESSAGES[outcome],
    settledBy: "reconciler",
  });
  log().info({ entryId: intent.entryId, action: intent.action, outcome }, "settled afterwards");
  return written;
}

/** Reconciles now and every 30 s, for as long as the process runs. Once per process. */
export function startReconciler(): void {
  held("reconciler.timer", () => {
    const pass = () =>
      reconcileOnce().catch((error) => log().warn({ error }, "open intents could not be settled"));
    void pass();
    const timer = setInterval(pass, EVERY_MS);
    timer.unref();
    return timer;
  });
}
