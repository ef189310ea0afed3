import "server-only";
import { desc, eq } from "drizzle-orm";
import { databaseProblem, db, promptLabels } from "@/server/db";

export interface PairLabel {
  pairId: string;
  label: "right" | "wrong";
  asked: string;
  stored: string;
  score: number;
  labelledBy: string;
  /** ISO 8601. */
  labelledAt: string;
}

/** What people said about a namespace's pairs, newest first, at most 5,000. */
export async function readLabels(namespace: string): Promise<PairLabel[]> {
  const rows = await db()
    .select()
    .from(promptLabels)
    .where(eq(promptLabels.namespace, namespace))
    .orderBy(desc(promptLabels.labelledAt))
    .limit(5_000)
    .catch((error) => {
      throw databaseProblem(error);
    });
  return rows.map(({ namespace: _namespace, labelledAt, ...row }) => ({
    ...row,
    labelledAt: labelledAt.toISOString(),
  }));
}
