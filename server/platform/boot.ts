import "server-only";
import { lt } from "drizzle-orm";
import { db, migrate, revokedSessions } from "@/server/db";
import { redis } from "@/server/redis";
import { believeOwnAddressesOnly } from "./client-address";
import { now } from "./clock";
import { env } from "./env";
import { held } from "./held";
import { log } from "./log";
import { startReconciler } from "./reconcile";
import { seedUsers } from "./seed-users";
import { listenForShutdown } from "./shutdown";

/** How far the console got with its database; told by /api/health. */
export interface BootState {
  ready: boolean;
  /** One sentence on what it waits for. */
  problem?: string;
}

export const bootState = (): BootState => held("boot.state", () => ({ ready: false }));

const checks = () => held("boot.checks", () => new Map<string, () => unknown>());

/** Checks a feature's own settings before the process serves; an `EnvError` ends it with its sentence. */
export function checkAtStart(what: string, check: () => unknown): void {
  checks().set(what, check);
}

interface Preparation {
  what: string;
  prepare: () => Promise<void>;
}

const preparations = () => held("boot.preparations", (): Preparation[] => []);

/** Runs after the migrations and before the console counts as ready; again when it or what follows failed. Once per `what`. */
export function whenDatabaseReady(what: string, prepare: () => Promise<void>): void {
  if (!preparations().some((known) => known.what === what)) preparations().push({ what, prepare });
}

/** The first page waits this long for the database; then the console starts without it. */
const PATIENCE_MS = 6_000;

/**
 * What a console process does once before it serves. A bad setting ends it with one sentence; a
 * database that is not there yet does not: it is tried again until it is.
 * @param loadFeatures loads what the features register (reconcilers, live topics), after the settings are checked
 */
export async function boot(loadFeatures: () => Promise<unknown>): Promise<void> {
  try {
    env();
    believeOwnAddressesOnly();
    listenForShutdown();
    redis();
    await loadFeatures();
    for (const check of checks().values()) check();
  } catch (error) {
    // By its name: the features' bundle may have a class of its own.
    if (!(error instanceof Error && error.name === "EnvError")) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  await Promise.race([prepareDatabase(), patience()]);
}

const patience = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE_MS).unref();
  });

/** Migrates and seeds, again and again until it worked, then starts what needs the database. */
async function prepareDatabase(): Promise<void> {
  const state = bootState();
  for (let attempt = 1; !state.ready; attempt += 1) {
    try {
      await migrate();
      await seed();
      for (const { prepare } of preparations()) await prepare();
      await db().delete(revokedSessions).where(lt(revokedSessions.expiresAt, now()));
      state.ready = true;
      state.problem = undefined;
    } catch (error) {
      state.problem = "The database is not ready yet; the console tries again by itself.";
      log().warn({ error, attempt }, "the database is not ready yet");
      await new Promise((resolve) => setTimeout(resolve, Math.min(attempt * 500, 5_000)));
    }
  }
  log().info("the database is ready");
  startReconciler();
}

/** A bad seed file must not keep the console from starting: people of before can still sign in. */
async function seed(): Promise<void> {
  const file = env().SWITCHYARD_SEED_USERS_FILE;
  if (!file) return;
  const count = await seedUsers(file).catch((error) => {
    if (error instanceof Error && error.message.startsWith("SWITCHYARD_SEED_USERS_FILE")) {
      log().error(error.message);
      return undefined;
    }
    throw error;
  });
  if (count !== undefined) log().info({ count }, "local accounts are set up");
}
