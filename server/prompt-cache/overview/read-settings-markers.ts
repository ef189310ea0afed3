import "server-only";
import { and, desc, eq, gte, inArray, lte } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Marker } from "@/lib/prompt-cache/overview";
import { auditLedger, databaseProblem, db } from "@/server/db";

const SAVED = "prompt.save-namespace";
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
    .innerJoin(
      settled,
      and(
        eq(settled.entryId, intent.entryId),
        eq(settled.kind, "settle"),
        eq(settled.outcome, "applied"),
      ),
    )
    .where(
      and(
        eq(intent.kind, "intent"),
        inArray(intent.action, [SAVED, DELETED, INVALIDATED]),
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
  return rows.reverse().flatMap(({ at, action, target, input }): Marker[] => {
    const given = Input.safeParse(input).data ?? {};
    if (given.dryRun) return [];
    const label = labelOf(action ?? "", target ?? given.name ?? given.namespace ?? "", given);
    return [{ at: at.toISOString(), kind: "settings", label }];
  });
}

function labelOf(action: string, namespace: string, input: z.infer<typeof Input>): string {
  if (action === DELETED) return `${namespace}: deleted`;
  if (action === INVALIDATED) return `${namespace}: answers thrown away`;
  const threshold = input.settings?.semantic?.threshold;
  return `${namespace}: settings saved${threshold === undefined ? "" : `, threshold ${threshold}`}`;
}
