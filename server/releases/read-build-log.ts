import "server-only";
import type { BuildLogState, LogPage } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getBuild } from "@/server/aws/codebuild/get-build";
import { getLogEvents } from "@/server/aws/logs/get-log-events";
import { isAppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { appendLog, type CachedLog, logHere, recallLog } from "./log-cache";

/** A log beyond this is cut: its beginning and its end are kept, and a line says so. */
const MAX_BYTES = 12_000_000;
const MAX_LINE = 8_000;
/** What one look reads at most; a long log arrives over several looks. */
const PAGES_PER_LOOK = 8;
const PAGE_LINES = 2_000;

const flights = () => held("releases.logFlights", () => new Map<string, Promise<CachedLog>>());

/** Reads on where the log was left, for everybody. The topic `releases/build-log/<id>`. */
export async function readBuildLog(ctx: UpstreamCtx, id: string): Promise<BuildLogState> {
  const log = await advance(ctx, id);
  return { lines: log.lines.length, complete: log.complete };
}

/** Lines from `from` (1 is the first) out of the cache; CloudWatch is asked only when nothing is cached. */
export async function readLogPage(ctx: UpstreamCtx, id: string, from: number): Promise<LogPage> {
  let log = logHere(id);
  if (!log || (!log.complete && log.lines.length < from)) {
    log = await recallLog(id).catch(() => log);
  }
  log ??= await advance(ctx, id);
  const start = Math.max(1, from);
  const lines = log.lines
    .slice(start - 1, start - 1 + PAGE_LINES)
    .map((line, index) => ({ number: start + index, ...line }));
  const read = start - 1 + lines.length;
  return {
    lines,
    nextToken: String(read + 1),
    complete: log.complete && read >= log.lines.length,
  };
}

/** One read-on at a time per build and process. */
function advance(ctx: UpstreamCtx, id: string): Promise<CachedLog> {
  const under = flights().get(id);
  if (under) return under;
  const flight = readOn(ctx, id).finally(() => flights().delete(id));
  flights().set(id, flight);
  return flight;
}

async function readOn(ctx: UpstreamCtx, id: string): Promise<CachedLog> {
  const known = await recallLog(id).catch(() => logHere(id));
  if (known?.complete) return known;
  const build = await getBuild(ctx, id);
  const ended = build.status !== "IN_PROGRESS";
  if (!build.log) return appendLog(id, { lines: [], complete: ended });
  let log = known ?? { lines: [], complete: false, bytes: 0 };
  for (let page = 0; page < PAGES_PER_LOOK; page += 1) {
    if (log.bytes > MAX_BYTES) return cut(ctx, id, build.log, ended, log);
    const read = await getLogEvents(ctx, build.log, { token: log.token }).catch(noStreamYet);
    const atEnd = read.events.length === 0 && (!read.nextToken || read.nextToken === log.token);
    const lines = read.events.flatMap(linesOf);
    log = await appendLog(id, { lines, token: read.nextToken, complete: ended && atEnd });
    if (atEnd) break;
  }
  return log;
}

/** The stream appears with the first line. */
function noStreamYet(error: unknown): { events: []; nextToken?: string } {
  if (isAppError(error) && error.code === "not_found") return { events: [] };
  throw error;
}

/** An event may hold several lines, and a line may be huge. */
function linesOf(event: { at: string; text: string }): { at: string; text: string }[] {
  return event.text
    .replace(/\r?\n$/, "")
    .split("\n")
    .map((text) => ({
      at: event.at,
      text:
        text.length > MAX_LINE
          ? `${text.slice(0, MAX_LINE)} … (${text.length - MAX_LINE} more characters)`
          : text,
    }));
}

/** Why it failed stands at the end, so the end is shown too, once the build has ended. */
async function cut(
  ctx: UpstreamCtx,
  id: string,
  stream: { group: string; stream: string },
  ended: boolean,
  log: CachedLog,
): Promise<CachedLog> {
  if (!ended) return log;
  const tail = await getLogEvents(ctx, stream, { tail: true });
  const at = tail.events[0]?.at ?? log.lines.at(-1)?.at ?? new Date(0).toISOString();
  const note = {
    at,
    text: "… This log is longer than the console shows; CloudWatch Logs has all of it. It ends:",
  };
  return appendLog(id, { lines: [note, ...tail.events.flatMap(linesOf)], complete: true });
}
