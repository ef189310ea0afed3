import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { targetId } from "@/lib/ami-updates/config";
import type { Urgency, Verdict } from "@/lib/ami-updates/model";
import type { UpdateBrief } from "@/lib/ami-updates/views";
import { amiUpdates, databaseProblem, db } from "@/server/db";

const of = <T>(name: string) => sql<T | null>`${amiUpdates.analysis}->>${sql.raw(`'${name}'`)}`;
const number = (name: string) =>
  sql<number | null>`(${amiUpdates.analysis}->>${sql.raw(`'${name}'`)})::int`;

/** Columns of a record without its analysis, which holds the notes and may be large. */
export const BRIEF = {
  id: amiUpdates.id,
  cluster: amiUpdates.cluster,
  nodeClass: amiUpdates.nodeClass,
  environment: amiUpdates.environment,
  from: amiUpdates.from,
  to: amiUpdates.to,
  dryRun: amiUpdates.dryRun,
  startedBy: amiUpdates.startedBy,
  risk: number("risk"),
  floor: number("floor"),
  verdict: of<Verdict>("verdict"),
  urgency: of<Urgency>("urgency"),
  summary: of<string>("summary"),
  autoRejected: of<string>("autoRejected"),
  pullNumber: amiUpdates.pullNumber,
  pullUrl: amiUpdates.pullUrl,
  decision: amiUpdates.decision,
  decidedBy: amiUpdates.decidedBy,
  decidedAt: amiUpdates.decidedAt,
  comment: amiUpdates.comment,
  overriddenBy: sql<string | null>`${amiUpdates.override}->>'by'`,
  outcome: amiUpdates.outcome,
  outcomeAt: amiUpdates.outcomeAt,
  outcomeWhy: amiUpdates.outcomeWhy,
  problem: amiUpdates.problem,
  createdAt: amiUpdates.createdAt,
};

type BriefRow = { [K in keyof typeof BRIEF]: unknown };

/** A row as the screens have it: what is null is absent, times are ISO 8601. */
export function briefOf<T extends Partial<BriefRow>>(row: T): UpdateBrief {
  const { pullNumber, pullUrl, ...rest } = row;
  const known = Object.entries(rest).flatMap(([name, value]) =>
    value === null ? [] : [[name, value instanceof Date ? value.toISOString() : value]],
  );
  return {
    ...(Object.fromEntries(known) as unknown as UpdateBrief),
    ...(typeof pullNumber === "number" && typeof pullUrl === "string"
      ? { pull: { number: pullNumber, url: pullUrl } }
      : {}),
  };
}

/** The newest update of each target that is no dry run, by `targetId`. @throws AppError upstream */
export async function newestBriefs(): Promise<Map<string, UpdateBrief>> {
  const { cluster, nodeClass, createdAt } = amiUpdates;
  const rows = await db()
    .selectDistinctOn([cluster, nodeClass], BRIEF)
    .from(amiUpdates)
    .where(eq(amiUpdates.dryRun, false))
    .orderBy(cluster, nodeClass, desc(createdAt))
    .catch((error: unknown) => {
      throw databaseProblem(error);
    });
  return new Map(rows.map((row) => [targetId(row), pick(row)]));
}

/** The newest update of one target that is no dry run. @throws AppError upstream */
export async function newestBrief(target: {
  cluster: string;
  nodeClass: string;
}): Promise<UpdateBrief | undefined> {
  const [row] = await db()
    .select(BRIEF)
    .from(amiUpdates)
    .where(
      and(
        eq(amiUpdates.cluster, target.cluster),
        eq(amiUpdates.nodeClass, target.nodeClass),
        eq(amiUpdates.dryRun, false),
      ),
    )
    .orderBy(desc(amiUpdates.createdAt))
    .limit(1)
    .catch((error: unknown) => {
      throw databaseProblem(error);
    });
  return row && pick(row);
}

/** What a list of targets needs of an update. */
function pick(row: BriefRow): UpdateBrief {
  const { cluster: _c, nodeClass: _n, environment: _e, dryRun: _d, floor: _f, ...rest } = row;
  const { comment: _comment, outcomeWhy: _why, ...brief } = rest;
  return briefOf(brief);
}
