import { freePort } from "../processes/free-port.ts";
import { supervise } from "../processes/supervise.ts";
import { startPostgres } from "../services/postgres.ts";
import { startRedis } from "../services/redis.ts";
import { ensureRedisServer } from "../setup/redis-server.ts";
import type { Say } from "../setup/say.ts";
import type { Services } from "./services.ts";

interface StoreOptions {
  stateDir: string;
  password: string;
}

/** The database's URL: DATABASE_URL when it is set, else that of a private PostgreSQL. */
export async function startDatabase(
  options: StoreOptions,
  services: Services,
  say: Say,
): Promise<string> {
  if (process.env.DATABASE_URL) {
    say("Using the PostgreSQL of DATABASE_URL");
    return process.env.DATABASE_URL;
  }
  say("Starting PostgreSQL");
  const port = await freePort();
  const start = () => startPostgres({ ...options, port });
  const postgres = await start();
  const again = async () => (await start()).child;
  services.add({ order: 1, ...supervise(postgres.child, again, say, services.giveUp) });
  const { outside, user } = postgres.home;
  if (outside) {
    say(
      `PostgreSQL runs as ${user?.name}, who cannot enter ${options.stateDir}: its data is in ${outside}`,
    );
  }
  return postgres.url;
}

/** The URL of Redis: REDIS_URL when it is set, else that of a private one. */
export async function startMemory(
  options: StoreOptions,
  services: Services,
  say: Say,
): Promise<string> {
  if (process.env.REDIS_URL) {
    say("Using the Redis of REDIS_URL");
    return process.env.REDIS_URL;
  }
  const command = await ensureRedisServer(say);
  say("Starting Redis");
  const port = await freePort();
  const start = () => startRedis({ ...options, command, port });
  const redis = await start();
  const again = async () => (await start()).child;
  services.add({ order: 1, ...supervise(redis.child, again, say, services.giveUp) });
  return redis.url;
}
