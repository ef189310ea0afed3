import "server-only";
import { held } from "@/server/platform/held";
import { redis } from "@/server/redis";

export interface LogLine {
  at: string;
  text: string;
}

export interface CachedLog {
  lines: LogLine[];
  /** Where to read on. */
  token?: string;
  complete: boolean;
  bytes: number;
}

const KEEP_S = 3_600;
const MAX_LOGS = 20;

const logs = () => held("releases.logs", () => new Map<string, CachedLog>());
const key = (id: string, what: string) => `log:{${id}}:${what}`;

/** What this process has of the log; the one used last stays longest. */
export function logHere(id: string): CachedLog | undefined {
  const known = logs().get(id);
  if (known) {
    logs().delete(id);
    logs().set(id, known);
  }
  return known;
}

function keepHere(id: string, log: CachedLog): void {
  logs().delete(id);
  logs().set(id, log);
  const oldest = logs().keys().next();
  if (logs().size > MAX_LOGS && !oldest.done) logs().delete(oldest.value);
}

/** Adds what was read from CloudWatch, here and for the other processes. */
export async function appendLog(
  id: string,
  news: { lines: LogLine[]; token?: string; complete: boolean },
): Promise<CachedLog> {
  const before = logHere(id) ?? { lines: [], complete: false, bytes: 0 };
  const from = before.lines.length;
  const log: CachedLog = {
    lines: news.lines.length > 0 ? before.lines.concat(news.lines) : before.lines,
    token: news.token ?? before.token,
    complete: news.complete,
    bytes: before.bytes + news.lines.reduce((sum, line) => sum + line.text.length, 0),
  };
  keepHere(id, log);
  await share(id, from, log).catch(() => undefined);
  return log;
}

// Two processes may both have read on; the longer list wins and nothing is written twice.
const SHARE = `if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
for i = 4, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[i]) end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1`;
const SHARE_BATCH = 2_000;

async function share(id: string, from: number, log: CachedLog): Promise<void> {
  const meta = JSON.stringify({ token: log.token, complete: log.complete, bytes: log.bytes });
  let at = from;
  do {
    const batch = log.lines.slice(at, at + SHARE_BATCH).map((line) => JSON.stringify(line));
    await redis().eval(SHARE, 2, key(id, "lines"), key(id, "meta"), at, meta, KEEP_S, ...batch);
    at += SHARE_BATCH;
  } while (at < log.lines.length);
}

/** Catches up with what another process read. */
export async function recallLog(id: string): Promise<CachedLog | undefined> {
  const here = logHere(id);
  if (here?.complete) return here;
  const from = here?.lines.length ?? 0;
  const [texts, metaText] = await Promise.all([
    redis().lrange(key(id, "lines"), from, -1),
    redis().get(key(id, "meta")),
  ]);
  if (!metaText) return here;
  const meta = JSON.parse(metaText) as Pick<CachedLog, "token" | "complete" | "bytes">;
  const news = texts.map((text) => JSON.parse(text) as LogLine);
  if (here && news.length === 0 && meta.complete === here.complete) return here;
  const log: CachedLog = { ...meta, lines: (here?.lines ?? []).concat(news) };
  keepHere(id, log);
  return log;
}
