import "server-only";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { databaseUrl } from "@/server/platform/env";

/** Any fixed number: the advisory lock under which one process at a time migrates. */
const MIGRATION_LOCK = 727_001;

/**
 * Brings the schema up to date. Several processes may call it at once: they queue on one advisory
 * lock, held on the same connection that migrates. Throws what Postgres says.
 */
export async function migrate(url: string = databaseUrl()): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "switchyard-migrate",
    connectionTimeoutMillis: 3_000,
  });
  // A connection that breaks while waiting for the lock must reject, not end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await runMigrations(drizzle(client), {
      migrationsFolder: path.join(process.cwd(), "server/db/migrations"),
    });
  } finally {
    // Ending the connection also gives the lock back.
    await client.end().catch(() => undefined);
  }
}
