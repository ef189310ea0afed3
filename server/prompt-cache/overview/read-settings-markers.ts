import "server-only";
import { and, desc, eq, gte, inArray, lt, lte } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Marker } from "@/lib/prompt-cache/overview";
import { auditLedger, databaseProblem, db } from "@/server/db";

const SAVED = "prompt.save-namespace";
/** What an agent changes, with a person's consent. */
const SET = "prompt.set-threshold";
const DELETED = "prompt.delete-namespace";
const INVALIDATED = "prompt.invalidate";
const MOST = 200;

const intent = alias(auditLedger, "intent");
const settled = alias(auditLedger, "settled");

/** What a marker tells of an action's input. */
const Input = z.object({
  name: z.string().optional(),
  namespace: z.string().optional(),
  dryRun: z.boolean().optional(),
  threshold: z.number().optional(),
  settings: z
    .object({ semantic: z.object({ threshold: z.number() }).partial() })
    .partial()
    .optional(),
});

/**
 * Changes of namespaces that took effect between two times, oldest first, from the ledger.
 * @throws AppError upstream
 */
export async function readSettingsMarkers(
  from: Date,
  to: Date,
  namespace?: string,
): Promise<Marker[]> {
  const rows = await db()
    .select({ at: intent.at, action: intent.action, target: intent.target, input: intent.input })
    .from(intent)
    .innerJoin(settled, applied)
    .where(
      and(
        eq(intent.kind, "intent"),
        inArray(intent.action, [SAVED, SET, DELETED, INVALIDATED]),
        gte(intent.at, from),
        lte(intent.at, to),
        namespace === undefined ? undefined : eq(intent.target, namespace),
      ),
    )
    .orderBy(desc(intent.seq))
    .limit(MOST)
    .catch((error) => {
      throw databaseProblem(error);
    });
  const before = await thresholdsBefore(from, [...new Set(rows.map(({ target }) => target ?? ""))]);
  return rows.reverse().flatMap(({ at, action, target, input }): Marker[] => {
    const given = Input.safeParse(input).data ?? {};
    if (given.dryRun) return [];
    const name = target ?? given.name ?? given.namespace ?? "";
    const label = labelOf(action ?? "", name, thresholdOf(given), before.get(name));
    const threshold = thresholdOf(given);
    if (action === DELETED) before.delete(name);
    else if (threshold !== undefined) before.set(name, threshold);
    return [{ at: at.toISOString(), kind: "settings", label }];
  });
}

const applied = and(
  eq(settled.entryId, intent.entryId),
  eq(settled.kind, "settle"),
  eq(settled.outcome, "applied"),
);

const thresholdOf = (input: z.infer<typeof Input>): number | undefined =>
  input.threshold ?? input.settings?.semantic?.threshold;

/** What was in force in each namespace, as far as the ledger tells. */
async function thresholdsBefore(from: Date, namespaces: string[]): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  if (namespaces.length === 0) return known;
  const rows = await db()
    .selectDistinctOn([intent.target], {
      action: intent.action,
      target: intent.target,
      input: intent.input,
    })
    .from(intent)
    .innerJoin(settled, applied)
    .where(
      and(
        eq(intent.kind, "intent"),
        inArray(intent.action, [SAVED, SET, DELETED]),
        inArray(intent.target, namespaces),
        lt(intent.at, from),
      ),
    )
    .orderBy(intent.target, desc(intent.seq))
    .catch((error) => {
      throw databaseProblem(error);
    });
  for (const { action, target, input } of rows) {
    const threshold = thresholdOf(Input.safeParse(input).data ?? {});
    if (action !== DELETED && target && threshold !== undefined) known.set(target, threshold);
  }
  return known;
}

function labelOf(action: string, namespace: string, threshold?: number, before?: number): string {
  if (action === DELETED) return `${namespace}: deleted`;
  if (action === INVALIDATED) return `${namespace}: answers thrown away`;
  if (threshold === undefined || threshold === before) return `${namespace}: settings saved`;
  if (before === undefined) return `${namespace}: settings saved, threshold ${written(threshold)}`;
  return `${namespace}: threshold ${written(before)} → ${written(threshold)}`;
}

/** Two digits, or three where they say something. */
const written = (threshold: number): string => threshold.toFixed(3).replace(/0$/, "");
