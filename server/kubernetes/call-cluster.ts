import "server-only";
import {
  type ConfigurationOptions,
  Observable,
  type ObservableMiddleware,
} from "@kubernetes/client-node";
import type { KubeClients } from "./kube-clients";
import { translateError } from "./translate-error";

/** What is asked for, as RBAC names it. */
export interface KubeAccess {
  verb: "get" | "list";
  /** Empty for the core API. */
  group: string;
  resource: string;
}

/**
 * One call with a deadline over everything, credentials included. @throws AppError in one sentence
 */
export async function callCluster<T>(
  context: string,
  clients: KubeClients,
  access: KubeAccess,
  call: (clients: KubeClients, options: ConfigurationOptions) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      const late = new DOMException("The deadline has passed.", "TimeoutError");
      gone.abort(late);
      fail(late);
    }, clients.deadlineMs);
  });
  try {
    return await Promise.race([call(clients, withSignal(gone.signal)), deadline]);
  } catch (error) {
    throw translateError(context, clients, access, error);
  } finally {
    clearTimeout(timer);
  }
}

function withSignal(signal: AbortSignal): ConfigurationOptions {
  const middleware: ObservableMiddleware = {
    pre: (context) => {
      context.setSignal(signal);
      return new Observable(Promise.resolve(context));
    },
    post: (answer) => new Observable(Promise.resolve(answer)),
  };
  return { middleware: [middleware], middlewareMergeStrategy: "append" };
}

const PAGE = 500;

/** All pages of a list. */
export async function allPages<T>(
  page: (
    limit: number,
    _continue: string | undefined,
  ) => Promise<{
    items: T[];
    metadata?: { _continue?: string; continue?: string };
  }>,
): Promise<T[]> {
  const items: T[] = [];
  let next: string | undefined;
  do {
    const answer = await page(PAGE, next);
    items.push(...(answer.items ?? []));
    next = answer.metadata?._continue || answer.metadata?.continue || undefined;
  } while (next !== undefined);
  return items;
}
