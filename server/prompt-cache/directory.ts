import "server-only";
import { isNull } from "drizzle-orm";
import type { KeyKind } from "@/lib/prompt-cache/key";
import { type Namespace, NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { databaseProblem, db, promptKeys, promptNamespaces } from "@/server/db";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import { onShutdown } from "@/server/platform/shutdown";
import { redis, redisConnection } from "@/server/redis";
import { openSecret } from "./keys/seal-secret";
import { publishNamespaces } from "./namespaces/publish-namespaces";

/** A key as the doors need it. */
export interface DirectoryKey {
  id: string;
  kind: KeyKind;
  namespaces: string[];
  ratePerMinute: number;
  /** Signing keys; undefined when it cannot be decrypted with the configured key. */
  secret?: string;
}

/** All that a request is let in and answered by, read from PostgreSQL into memory. */
export interface Directory {
  namespaces: ReadonlyMap<string, Namespace>;
  /** By the hash of their token. */
  bearers: ReadonlyMap<string, DirectoryKey>;
  /** By access key id. */
  signers: ReadonlyMap<string, DirectoryKey>;
}

interface State {
  directory?: Directory;
  /** When the read that gave it began, and when one last failed. Monotonic milliseconds. */
  readAt: number;
  failedAt: number;
  running?: Promise<Directory>;
  /** A change came while a read was running: that read may not have seen it. */
  again: boolean;
  listening: boolean;
}

const CHANNEL = "pc:directory-changed";
/** Older than this it is read again beside the request; older than the second, before it. */
const REFRESH_MS = 1_000;
const OLDEST_MS = 1_800;
/** While the database fails, requests go on with the last word and do not wait for it. */
const PATIENCE_MS = 1_000;

const state = () =>
  held(
    "prompt-cache.directory",
    (): State => ({
      readAt: Number.NEGATIVE_INFINITY,
      failedAt: Number.NEGATIVE_INFINITY,
      again: false,
      listening: false,
    }),
  );

/**
 * Keys and namespaces, at most 2 s old; while PostgreSQL is away the last word counts, because
 * nothing can be revoked without it either.
 * @throws AppError upstream when they were never read
 */
export async function readDirectory(): Promise<Directory> {
  const now = state();
  listen(now);
  const age = performance.now() - now.readAt;
  if (now.directory && age < REFRESH_MS) return now.directory;
  const failing = performance.now() - now.failedAt < PATIENCE_MS;
  if (now.directory && failing) return now.directory;
  const reading = refresh();
  const last = now.directory;
  const wait = !last || (age >= OLDEST_MS && now.failedAt < now.readAt);
  if (wait) return reading.catch((error) => last ?? Promise.reject(error));
  reading.catch(() => undefined);
  return last;
}

/** Reads again, one read at a time. */
function refresh(): Promise<Directory> {
  const now = state();
  now.running ??= load(now).finally(() => {
    now.running = undefined;
  });
  return now.running;
}

async function load(now: State): Promise<Directory> {
  try {
    do {
      now.again = false;
      const began = performance.now();
      now.directory = await readTables();
      now.readAt = began;
    } while (now.again);
    return now.directory;
  } catch (error) {
    now.failedAt = performance.now();
    log().warn({ error }, "the prompt cache's keys could not be refreshed; the last known count");
    throw databaseProblem(error);
  }
}

async function readTables(): Promise<Directory> {
  const [keys, names] = await Promise.all([
    db().select().from(promptKeys).where(isNull(promptKeys.revokedAt)),
    db().select().from(promptNamespaces).where(isNull(promptNamespaces.deletedAt)),
  ]);
  const namespaces = new Map<string, Namespace>();
  // Settings that an older version wrote get what has been added since.
  for (const { name, generation, settings } of names)
    namespaces.set(name, { name, generation, settings: NamespaceSettings.parse(settings) });
  const bearers = new Map<string, DirectoryKey>();
  const signers = new Map<string, DirectoryKey>();
  for (const { id, kind, namespaces: scope, ratePerMinute, ...row } of keys) {
    const key = { id, kind, namespaces: scope, ratePerMinute };
    if (row.tokenHash) bearers.set(row.tokenHash, key);
    if (row.accessKeyId && row.sealedSecret)
      signers.set(row.accessKeyId, {
        ...key,
        secret: secretOf(row.sealedSecret, row.accessKeyId),
      });
  }
  return { namespaces, bearers, signers };
}

/** Without the configured key the other doors stay open. */
function secretOf(sealed: string, accessKeyId: string): string | undefined {
  try {
    return openSecret(sealed, accessKeyId);
  } catch {
    return undefined;
  }
}

/** After a change: reads again here, and tells the other processes. Never throws: within 2 s they see it anyway. */
export async function tellDirectoryChanged(): Promise<void> {
  const now = state();
  now.again = true;
  await refresh().catch(() => undefined);
  if (now.directory) await publishNamespaces([...now.directory.namespaces.values()]);
  await redis()
    .publish(CHANNEL, "")
    .catch(() => undefined);
}

function listen(now: State): void {
  if (now.listening) return;
  now.listening = true;
  const connection = redisConnection("prompt-directory");
  onShutdown(() => connection.disconnect());
  connection.on("message", () => {
    now.again = true;
    refresh().catch(() => undefined);
  });
  connection.subscribe(CHANNEL).catch(() => undefined);
}
