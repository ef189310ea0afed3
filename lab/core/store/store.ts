import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Collection, Store } from "../contracts.ts";

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (collection, id)
  );
  CREATE INDEX IF NOT EXISTS documents_in_order ON documents (collection, seq);
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
`;

export interface OpenStore extends Store {
  close(): void;
}

/** Opens (or makes) the store in a file. Every write is on disk when its call returns. */
export function openStore(file: string): OpenStore {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(SCHEMA);
  const statements = new Map<string, StatementSync>();
  const run = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  let depth = 0;

  return {
    collection: <T>(name: string) => createCollection<T>(name, run),
    transaction(work) {
      if (depth > 0) return work();
      database.exec("BEGIN IMMEDIATE");
      depth++;
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      } finally {
        depth--;
      }
    },
    next(counter) {
      const row = run(
        "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
      ).get(counter);
      return Number(row?.value);
    },
    close: () => database.close(),
  };
}

function createCollection<T>(name: string, run: (sql: string) => StatementSync): Collection<T> {
  return {
    get(id) {
      const row = run("SELECT body FROM documents WHERE collection = ? AND id = ?").get(name, id);
      return row ? revive<T>(row.body as string) : undefined;
    },
    put(id, value) {
      run(
        "INSERT INTO documents (collection, id, body) VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET body = excluded.body",
      ).run(name, id, freeze(value));
    },
    delete(id) {
      const done = run("DELETE FROM documents WHERE collection = ? AND id = ?").run(name, id);
      return Number(done.changes) > 0;
    },
    list(prefix = "") {
      const rows =
        prefix === ""
          ? run("SELECT body FROM documents WHERE collection = ? ORDER BY seq").all(name)
          : run(
              "SELECT body FROM documents WHERE collection = ? AND id >= ? AND id < ? ORDER BY seq",
            ).all(name, prefix, `${prefix}\u{10ffff}`);
      return rows.map((row) => revive<T>(row.body as string));
    },
  };
}

/** JSON, with dates marked so that they come back as dates. */
function freeze(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, plain) {
    const original = this[key];
    return original instanceof Date ? { $date: original.getTime() } : plain;
  });
}

function revive<T>(body: string): T {
  if (!body.includes('"$date"')) return JSON.parse(body) as T;
  return JSON.parse(body, (_key, value) =>
    typeof value === "object" && value !== null && typeof value.$date === "number"
      ? new Date(value.$date)
      : value,
  ) as T;
}
