import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { POSTGRES_NAME } from "./postgres.ts";
import { outsideFolder } from "./postgres-home.ts";

/** The fourth line of PostgreSQL's own lock file is the port that it listens on. */
const PORT_LINE = 3;

/** The address of the private database that runs for this state directory now, or undefined. */
export function findDatabase(stateDir: string): string | undefined {
  const secrets = join(stateDir, "secrets.json");
  const lock = [stateDir, outsideFolder(stateDir)]
    .map((folder) => join(folder, "postgres", "postmaster.pid"))
    .find((path) => existsSync(path));
  if (!lock || !existsSync(secrets)) return undefined;
  const port = readFileSync(lock, "utf8").split("\n")[PORT_LINE]?.trim();
  const { postgres } = JSON.parse(readFileSync(secrets, "utf8")) as { postgres: string };
  return `postgres://${POSTGRES_NAME}:${encodeURIComponent(postgres)}@127.0.0.1:${port}/${POSTGRES_NAME}`;
}
