import "server-only";
import pg from "pg";
import { databaseUrl } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { databaseProblem } from "./connect";

const CONNECT_MS = 3_000;
/** What Postgres says when `lock_timeout` is over. */
const LOCK_NOT_AVAILABLE = "55P03";

/** The last one of this process in line for a key. */
const lines = () => held("db.exclusively", () => new Map<string, Promise<unknown>>());

/**
 * Only one of all processes does `work` for `key` at a time. The others wait, at most `waitMs` (10 s
 * unless told; 0 is not at all). The lock lives as long as its connection, so a process that dies
 * gives it back. @throws AppError conflict when the wait is over, upstream without a database
 */
export async function exclusively<T>(
  key: string,
  work: () => Promise<T>,
  waitMs = 10_000,
): Promise<T> {
  const until = performance.now() + waitMs;
  // One connection per key and process: a hundred who wait here must not use up the server's.
  const before = lines().get(key);
  let leave = () => {};
  const mine = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const line = (before ?? Promise.resolve()).then(() => mine);
  lines().set(key, line);
  try {
    if (before) await turn(before, waitMs);
    return await locked(key, work, Math.max(0, until - performance.now()));
  } finally {
    leave();
    if (lines().get(key) === line) lines().delete(key);
  }
}

const busy = () =>
  new AppError("conflict", "Somebody else is at this at the moment; try again shortly.", {
    retryable: true,
  });

async function turn(before: Promise<unknown>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(busy()), waitMs);
  });
  try {
    await Promise.race([before, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function locked<T>(key: string, work: () => Promise<T>, waitMs: number): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl(),
    application_name: "switchyard-lock",
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  // Nobody else listens: a connection that breaks now would end the process.
  client.on("error", () => undefined);
  try {
    await take(client, key, waitMs).catch((error) => {
      throw (error as { code?: string }).code === LOCK_NOT_AVAILABLE || error instanceof AppError
        ? busy()
        : databaseProblem(error);
    });
    return await work();
  } finally {
    // Ending the connection also gives the lock back.
    await client.end().catch(() => undefined);
  }
}

async function take(client: pg.Client, key: string, waitMs: number): Promise<void> {
  await client.connect();
  if (waitMs < 1) {
    const { rows } = await client.query<{ mine: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as mine",
      [key],
    );
    if (!rows[0]?.mine) throw busy();
    return;
  }
  await client.query("select set_config('lock_timeout', $1, false)", [String(Math.ceil(waitMs))]);
  await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [key]);
}
