import "server-only";
import { coverTime } from "@/lib/prompt-cache/bucket-size";
import type { RequestsPage, RequestsQuery } from "@/lib/prompt-cache/requests";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { now } from "@/server/platform/clock";
import { SLOT } from "./counters/slots";
import { redisProblem } from "./entries/redis-problem";
import { knownNamespaces } from "./overview/known-namespaces";
import { readCounts } from "./overview/read-counts";
import { type TracePlace, traceCursor, walkTraces } from "./traces/walk-traces";

const HOUR = 3_600;
/** Traces expire a week after a namespace's last one. */
export const KEPT_MS = 7 * 24 * HOUR * 1000;
/** A page with filters looks at so many and then gives a place to go on from. */
const LOOKED_AT = 4_000;

/**
 * Recent requests, newest first, as far as they are kept. Prompts of requests that held personal data
 * were never stored.
 * @throws AppError invalid (cursor), upstream
 */
export async function readRequests({ input }: { input: RequestsQuery }): Promise<RequestsPage> {
  const nowMs = now().getTime();
  try {
    const namespaces =
      input.namespace === undefined
        ? (await knownNamespaces(nowMs - KEPT_MS)).counted
        : [input.namespace];
    const [page, lastHour] = await Promise.all([
      pageOf(namespaces, input),
      lastHourOf(namespaces, Math.floor(nowMs / 1000), input.model),
    ]);
    return { ...page, lastHour };
  } catch (error) {
    throw redisProblem(error, "Recent requests can be shown again when it does");
  }
}

async function pageOf(
  namespaces: string[],
  input: RequestsQuery,
): Promise<Omit<RequestsPage, "lastHour">> {
  const fits = fitting(input);
  const requests: RequestTrace[] = [];
  let [looked, unreadable] = [0, 0];
  let last: TracePlace | undefined;
  let next: string | undefined;
  for await (const place of walkTraces(namespaces, input.cursor)) {
    if (last && (requests.length === input.limit || looked >= LOOKED_AT)) {
      next = traceCursor(last);
      break;
    }
    last = place;
    looked += 1;
    if (!place.trace) unreadable += 1;
    else if (fits(place.trace)) requests.push(place.trace);
  }
  return { requests, unreadable, ...(next && { next }) };
}

function fitting({ outcome, reason, model, text }: RequestsQuery) {
  const wanted = text.trim().toLowerCase();
  return (trace: RequestTrace): boolean =>
    (outcome === undefined || trace.cache === outcome) &&
    (reason === undefined || trace.reason === reason) &&
    (model === undefined || trace.model === model) &&
    (wanted === "" || trace.id === text.trim() || trace.prompt.toLowerCase().includes(wanted));
}

async function lastHourOf(namespaces: string[], nowS: number, model: string | undefined) {
  const end = Math.floor(nowS / 60) * 60 + 60;
  const { byPart } = await readCounts(namespaces, coverTime(end - HOUR, end, nowS), model);
  const sum = (slot: number) => byPart.reduce((all, part) => all + (part?.[slot] ?? 0), 0);
  return { kept: sum(SLOT.traced), of: sum(SLOT.requests) };
}
