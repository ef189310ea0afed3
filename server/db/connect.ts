import "server-only";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { databaseUrl } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import * as schema from "./schema";

export type Db = NodePgDatabase<typeof schema>;

/** Short enough that a dead or silent server gives an answer within 3 s; the pool reconnects by itself. */
const CONNECT_MS = 1_500;
const QUERY_MS = 2_000;

export function pool(): pg.Pool {
  return held("db.pool", () => {
    const made = new pg.Pool({
      connectionString: databaseUrl(),
      application_name: "switchyard",
      max: 10,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
      statement_timeout: QUERY_MS,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      allowExitOnIdle: true,
    });
    // Without a listener an idle connection that breaks would end the process.
    made.on("error", (error) => log().warn({ error }, "a database connection broke"));
    return made;
  });
}

/** The database. Queries fail within 3 s when Postgres is away; fold with `databaseProblem`. */
export const db = (): Db => held("db.drizzle", () => drizzle(pool(), { schema }));

/**
 * Runs `work` on one connection of its own. One that failed is thrown away, not reused: after a
 * timeout even ROLLBACK would wait on a dead server.
 */
export async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  const note = (error: Error) => {
    broken = error;
  };
  // Outside of the pool nobody listens: a connection that breaks now would end the process.
  client.on("error", note);
  try {
    return await work(client);
  } catch (error) {
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off("error", note);
    client.release(broken);
  }
}

/** Runs `work` in one transaction: all of it or nothing. */
export const inTransaction = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  withClient(async (client) => {
    await client.query("begin");
    const result = await work(drizzle(client, { schema }));
    await client.query("commit");
    return result;
  });

/** What a person is told when Postgres cannot be reached. Nothing was changed by the failed query. */
export const databaseProblem = (cause: unknown, what = "Please try again in a moment"): AppError =>
  new AppError("upstream", `The console's database does not answer. ${what}.`, {
    cause,
    effect: "none",
    retryable: true,
  });
