import "server-only";
import { lt, sql } from "drizzle-orm";
import { amiWebhookDeliveries, databaseProblem, db } from "@/server/db";

/** GitHub offers redelivery for three days. */
const KEPT_DAYS = 30;

/** True when the delivery was not taken before. @throws AppError when PostgreSQL does not answer */
export async function rememberDelivery(id: string, event: string): Promise<boolean> {
  try {
    const rows = await db()
      .insert(amiWebhookDeliveries)
      .values({ id, event })
      .onConflictDoNothing()
      .returning({ id: amiWebhookDeliveries.id });
    return rows.length > 0;
  } catch (error) {
    throw databaseProblem(error);
  }
}

/** Forgets deliveries that GitHub cannot send again. */
export const forgetOldDeliveries = async (): Promise<void> => {
  await db()
    .delete(amiWebhookDeliveries)
    .where(lt(amiWebhookDeliveries.receivedAt, sql`now() - ${KEPT_DAYS} * interval '1 day'`));
};
