import "server-only";
import { pool, withClient } from "@/server/db";
import { settle } from "./audit";
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
  return rows.map((row) => ({
    entryId: row.entry_id,
    action: row.action,
    target: row.target,
    why: row.why,
    input: row.input,
    person: { id: row.person_id, name: row.person_name, email: row.person_email },
    at: row.at,
    saidUnknown: row.said_unknown,
  }));
}

const MESSAGES = {
  applied: "The console did not see the outcome; read afterwards: it was done.",
  refused: "The console did not see the outcome; read afterwards: it was not done.",
  unknown: "The console did not see the outcome, and cannot tell whether it was done.",
} as const;

/** True when the intent got a known outcome. `unknown` is written once, then asked again in silence. */
async function reconcile({ saidUnknown, ...intent }: OpenRow): Promise<boolean> {
  const ask = reconcilers().get(intent.action);
  const outcome = ask
    ? await ask(intent).catch((error) => {
        log().warn({ error, entryId: intent.entryId }, "a reconciler failed");
        return "unknown" as const;
      })
    : "unknown";
  if (outcome === "unknown" && saidUnknown) return false;
  const written = await settle(intent.entryId, {
    outcome,
    message: MESSAGES[outcome],
    settledBy: "reconciler",
  });
  log().info({ entryId: intent.entryId, action: intent.action, outcome }, "settled afterwards");
  return written && outcome !== "unknown";
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
