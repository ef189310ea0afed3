import { aptInstall, mayUseApt } from "./apt.ts";
import { findCommand } from "./find-command.ts";
import { Refusal } from "./refusal.ts";
import type { Say } from "./say.ts";

const HOW =
  "Install it (Debian: apt-get install redis-server, macOS: brew install redis) or set REDIS_URL to a Redis that runs.";

/** The path of redis-server: the one on the PATH, else from apt where we may, else a refusal that says how. */
export async function ensureRedisServer(say: Say): Promise<string> {
  const present = findCommand("redis-server");
  if (present) return present;
  if (!mayUseApt()) throw new Refusal(`There is no redis-server on the PATH. ${HOW}`);
  const problem = await aptInstall(["redis-server"], say);
  const installed = findCommand("redis-server");
  if (installed) return installed;
  throw new Refusal(
    `apt-get could not install redis-server (${problem ?? "no reason given"}). ${HOW}`,
  );
}
