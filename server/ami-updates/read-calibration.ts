import "server-only";
import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { type Calibration, calibrate } from "@/lib/ami-updates/calibration";
import type { Verdict } from "@/lib/ami-updates/model";
import type { CalibrationRow } from "@/lib/ami-updates/views";
import { amiUpdates, databaseProblem, db } from "@/server/db";

/** Older ones were judged by other rules and models. */
const COUNTED = 5_000;

/** Scores against outcomes over the newest 5,000 updates that are no dry runs. @throws AppError upstream */
export async function readCalibration(): Promise<Calibration> {
  const { analysis } = amiUpdates;
  const rows = await db()
    .select({
      risk: sql<number>`(${analysis}->>'risk')::int`,
      floor: sql<number>`(${analysis}->>'floor')::int`,
      modelRisk: sql<
        number | null
      >`case when ${analysis}->'model'->>'outcome' <> 'replaced' then (${analysis}->'model'->>'risk')::float8 end`,
      verdict: sql<Verdict>`${analysis}->>'verdict'`,
      refused: sql<boolean>`${analysis} ? 'autoRejected'`,
      decision: amiUpdates.decision,
      outcome: amiUpdates.outcome,
    })
    .from(amiUpdates)
    .where(and(eq(amiUpdates.dryRun, false), isNotNull(analysis)))
    .orderBy(desc(amiUpdates.createdAt))
    .limit(COUNTED)
    .catch((error: unknown) => {
      throw databaseProblem(error);
    });
  return calibrate(
    rows.map(
      ({ modelRisk, decision, outcome, ...row }): CalibrationRow => ({
        ...row,
        ...(modelRisk !== null && { modelRisk }),
        ...(decision && { decision }),
        ...(outcome && { outcome }),
      }),
    ),
  );
}
