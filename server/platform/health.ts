import "server-only";
import { pool } from "@/server/db";
import { redisAnswers } from "@/server/redis";
import { bootState } from "./boot";
import { held } from "./held";

export interface Health {
  /** The process answers. */
  live: true;
  /** It can do all of its work. Without Redis it can (each process polls for itself), without Postgres not. */
  ready: boolean;
  parts: { database: "up" | "down"; migrations: "done" | "waiting"; redis: "up" | "down" };
}

const running = () => held("health.running", (): { probe?: Promise<Health> } => ({}));

/** Asks Postgres and Redis, within 3 s. Holds no addresses, versions or errors. */
export function readHealth(): Promise<Health> {
  // Anybody may ask, so however many do, one probe runs at a time.
  const state = running();
  state.probe ??= probe().finally(() => {
    state.probe = undefined;
  });
  return state.probe;
}

async function probe(): Promise<Health> {
  const [database, redis] = await Promise.all([
    pool()
      .query("select 1")
      .then(
        () => true,
        () => false,
      ),
    redisAnswers(),
  ]);
  const { ready } = bootState();
  return {
    live: true,
    ready: database && ready,
    parts: {
      database: database ? "up" : "down",
      migrations: ready ? "done" : "waiting",
      redis: redis ? "up" : "down",
    },
  };
}
