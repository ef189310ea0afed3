import "server-only";
import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { type ThrottlingOptions, throttling } from "@octokit/plugin-throttling";
import { type AnswerMemory, type RequestNotes, rememberAnswers } from "./remember-answers";

/** A wait for the rate limit that is shorter than this is sat out; a longer one is told. */
const LONGEST_WAIT_S = 2;
const LONGEST_REQUEST_MS = 10_000;
/** Answers that asking again does not change. */
const FINAL = [304, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 451];

/** The plugin's queue, where nothing has to wait. */
const unspaced = {
  key: () => ({
    schedule: <A extends unknown[], T>(_job: unknown, work: (...args: A) => T, ...args: A) =>
      work(...args),
  }),
} as unknown as ThrottlingOptions["write"];

/** github.com asks for a second between writes; an Enterprise Server has its own limits, by default none. */
const asksForSpacing = (apiUrl: string): boolean =>
  /(^|\.)(github\.com|ghe\.com)$/.test(new URL(apiUrl).hostname);

/** One Octokit: retries (reads only), spacing and rate limits as GitHub asks for them, ETags. It holds no token. */
export function openClient(apiUrl: string, memory: AnswerMemory): Octokit {
  // The first plugin is the one nearest to the wire.
  const Client = Octokit.plugin(noteWire, retry, throttling, rememberAnswers(memory));
  return new Client({
    baseUrl: apiUrl.replace(/\/$/, ""),
    userAgent: "switchyard",
    request: { fetch: fetchInTime },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    retry: { doNotRetry: FINAL, retries: 3, retryAfterBaseValue: 300 },
    throttle: {
      onRateLimit: shortWait,
      onSecondaryRateLimit: shortWait,
      ...(!asksForSpacing(apiUrl) && { write: unspaced, notifications: unspaced }),
    },
  });
}

/** Also ends requests that no call's deadline watches, such as those for tokens. */
const fetchInTime: typeof fetch = (url, init) => {
  const limit = AbortSignal.timeout(LONGEST_REQUEST_MS);
  return fetch(url, {
    ...init,
    signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit,
  });
};

const nothing = () => undefined;
const shortWait = (seconds: number, _options: unknown, _octokit: unknown, retries: number) =>
  seconds <= LONGEST_WAIT_S && retries === 0;

function noteWire(octokit: Octokit) {
  octokit.hook.wrap("request", async (request, options) => {
    const notes = options.request as RequestNotes;
    notes.onWire?.();
    try {
      return await request(options);
    } catch (error) {
      notes.onFailure?.(error);
      throw error;
    }
  });
  return {};
}
