import "server-only";
import type { PromptAnswer } from "./contracts";
import type { Flight, Landing } from "./flights";
import type { Runtime } from "./runtime";
import { serveStored } from "./serve-stored";
import { type Draft, finishTrace } from "./trace-draft";

/**
 * Lets equal requests of this process share one way to an answer: the first leads, the others wait
 * for it. A leader whose caller goes away flies on for them.
 */
export async function shareFlight(
  runtime: Runtime,
  draft: Draft,
  key: string,
  lead: (flight?: Flight) => Promise<PromptAnswer>,
): Promise<PromptAnswer> {
  const { signal } = draft.request.call;
  const flying = runtime.flights.join(key);
  if (flying) {
    const landing = await untilAborted(flying, signal);
    return shared(runtime, draft, landing) ?? lead();
  }
  const flight = runtime.flights.begin(key);
  const leading = lead(flight);
  leading.catch(() => flight.close());
  try {
    return await untilAborted(leading, signal);
  } catch (error) {
    // The answer comes to nobody: it is read for the cache and for those who wait.
    leading.then(
      ({ body }) => body[Symbol.asyncIterator]().return?.(),
      () => {},
    );
    throw error;
  }
}

/** The leader's answer as this request's own; undefined when there is none to share. */
function shared(runtime: Runtime, draft: Draft, landing: Landing): PromptAnswer | undefined {
  if (landing.kind === "answer") {
    const { answer, cache, score } = landing;
    if (cache === "bypass") draft.reason = "redis_down";
    return serveStored(runtime, draft, answer, {
      cache: cache === "miss" ? "hash_hit" : cache,
      score,
      shared: true,
    });
  }
  if (landing.kind === "nothing") return undefined;
  const { status, headers, body } = landing;
  draft.status = status;
  draft.shared = true;
  draft.problem = `An equal request was answered with status ${status} at this moment.`;
  const trace = finishTrace(draft);
  runtime.record(trace);
  return {
    status,
    headers,
    body: (async function* () {
      yield body;
    })(),
    cache: draft.cache,
    traceId: draft.id,
    done: Promise.resolve(trace),
  };
}

async function untilAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
