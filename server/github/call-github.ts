import "server-only";
import type { Octokit } from "@octokit/core";
import { AppError } from "@/server/platform/errors";
import type { RepositoryRef } from "./contracts";
import { countCall } from "./count-calls";
import { notInstalled, type Permissions, type Token, type Tokens } from "./tokens";
import { isRateLimit, translateError } from "./translate-error";

type TokenHow = { renew: boolean; onFailure(error: unknown): void };
type Request = Octokit["request"];
type GraphQl = Octokit["graphql"];

/** What one call is, for its token, its count and its errors. */
export interface CallInfo {
  operation: string;
  permissions: Permissions;
}

/** The one way to GitHub. Every concern's file gets it and adds the routes. */
export interface Connection {
  /**
   * `send` gets a request function that carries the token, the deadline and the ETag; several requests
   * share them. @throws AppError
   */
  call<T>(at: RepositoryRef, info: CallInfo, send: (wire: Wire) => Promise<T>): Promise<T>;
  /** As the App itself, not as an installation. */
  callAsApp<T>(operation: string, send: (wire: Wire) => Promise<T>): Promise<T>;
}

export interface Wire {
  request: Request;
  graphql: GraphQl;
}

/** While a write waits for its turn its deadline does not run; but it waits no longer than this. */
const LONGEST_QUEUE_MS = 60_000;

export function connect(
  octokit: Octokit,
  tokens: Tokens,
  options: { readOnly?: boolean; deadlineMs?: number },
): Connection {
  const deadlineMs = options.deadlineMs ?? 10_000;

  async function run<T>(
    operation: string,
    at: RepositoryRef,
    writes: boolean,
    token: (how: TokenHow) => Promise<Token>,
    send: (wire: Wire) => Promise<T>,
  ): Promise<T> {
    const notes = { requests: 0, unchanged: false };
    const deadline = startDeadline(deadlineMs);
    let lastFailure: unknown;
    const onFailure = (error: unknown) => {
      if (!deadline.signal.aborted) lastFailure = error;
    };
    const attempt = async (renew: boolean) => {
      deadline.start();
      const { authorization, scope, installed } = await token({ renew, onFailure });
      if (writes) deadline.pause();
      const settings = {
        headers: authorization ? { authorization } : {},
        request: {
          signal: deadline.signal,
          // What may have been done already is not repeated here, but by who knows how to continue.
          ...(writes ? { retries: 0 } : { scope }),
          onWire: () => {
            notes.requests += 1;
            deadline.start();
          },
          onFailure,
          onUnchanged: () => {
            notes.unchanged = true;
          },
        },
      };
      const wire = {
        request: octokit.request.defaults(settings),
        graphql: octokit.graphql.defaults(settings) as GraphQl,
      };
      try {
        return await send(wire);
      } catch (error) {
        if (!installed && statusOf(error) === 404) await expectPublic(wire, at);
        throw error;
      }
    };
    try {
      const answer = await Promise.race([
        deadline.over,
        attempt(false).catch((error) => {
          // A token may have been revoked before its time; a new one is worth one try.
          if (statusOf(error) !== 401) throw error;
          return attempt(true);
        }),
      ]);
      countCall(operation, { ...notes, failed: false, throttled: false });
      return answer;
    } catch (thrown) {
      // When time ran out between two attempts, what the first one met says more.
      const error = deadline.signal.aborted ? (lastFailure ?? thrown) : thrown;
      countCall(operation, { ...notes, failed: true, throttled: isRateLimit(error) });
      throw translateError(operation, at, error);
    } finally {
      deadline.clear();
    }
  }

  return {
    call: (at, { operation, permissions }, send) => {
      const writes = Object.values(permissions).includes("write");
      if (writes && options.readOnly) return Promise.reject(onlyReads(operation));
      return run(operation, at, writes, (how) => tokens.for(at, permissions, how), send);
    },
    callAsApp: (operation, send) =>
      run(
        operation,
        { owner: "the", name: "App" },
        false,
        async () => ({ authorization: await tokens.asApp(), scope: "app", installed: true }),
        send,
      ),
  };
}

const statusOf = (error: unknown): number | undefined =>
  (error as { status?: number } | null)?.status;

/** A repository that GitHub does not show us is private, and only an installation may see it. */
async function expectPublic({ request }: Wire, at: RepositoryRef): Promise<void> {
  try {
    await request("GET /repos/{owner}/{repo}", { owner: at.owner, repo: at.name });
  } catch (error) {
    if (statusOf(error) === 404) throw notInstalled(at);
  }
}

const onlyReads = (operation: string): AppError =>
  new AppError("forbidden", `This part of the console only reads GitHub: no ${operation}.`);

function startDeadline(milliseconds: number) {
  const controller = new AbortController();
  let reject: (error: Error) => void = () => undefined;
  const over = new Promise<never>((_, no) => {
    reject = no;
  });
  over.catch(() => undefined);
  const expire = () => {
    const error = new DOMException("The deadline of the call is over.", "TimeoutError");
    controller.abort(error);
    reject(error);
  };
  let left = milliseconds;
  let since: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const wait = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(expire, ms);
  };
  return {
    signal: controller.signal,
    over,
    start: () => {
      if (since !== undefined) return;
      since = Date.now();
      wait(left);
    },
    /** Until the next start: a write that stands in our own queue is not late. */
    pause: () => {
      if (since !== undefined) left -= Date.now() - since;
      since = undefined;
      wait(LONGEST_QUEUE_MS);
    },
    clear: () => clearTimeout(timer),
  };
}

/** Undefined where GitHub does not know the thing. */
export async function orAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { code?: unknown }).code === "not_found") return undefined;
    throw error;
  }
}
