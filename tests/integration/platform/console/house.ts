import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROLES } from "@/lib/platform/permissions";
import { buildPlatformApp, type PlatformBuild } from "../../../fixtures/platform-console";
import { startPostgres, type TestPostgres } from "../../../fixtures/start-postgres";
import { startRedis, type TestRedis } from "../../../fixtures/start-redis";

export const PASSWORD = "correct horse battery";
export const emailOf = (role: string): string => `${role}@switchyard.local`;

/** A build, a Postgres and a Redis, for every suite of the console's platform. */
export interface House {
  build: PlatformBuild;
  postgres: TestPostgres;
  redis: TestRedis;
  /** The settings of a console in this house. */
  env: Record<string, string>;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const [build, postgres, redis] = await Promise.all([
    buildPlatformApp(),
    startPostgres(),
    startRedis(),
  ]);
  const dir = mkdtempSync(join(tmpdir(), "switchyard-seed-"));
  const seed = join(dir, "users.json");
  const people = ROLES.map((role) => ({
    email: emailOf(role),
    name: `The ${role}`,
    role,
    password: PASSWORD,
  }));
  writeFileSync(seed, JSON.stringify(people));
  chmodSync(seed, 0o600);
  return {
    build,
    postgres,
    redis,
    env: {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      SWITCHYARD_SEED_USERS_FILE: seed,
      SWITCHYARD_LOG_LEVEL: "info",
    },
    close: async () => {
      build.remove();
      rmSync(dir, { recursive: true, force: true });
      await Promise.all([postgres.close(), redis.close()]);
    },
  };
}
