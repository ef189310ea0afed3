import type { Need } from "../auth/authorise.ts";
import type { GitHub } from "../github.ts";
import type { Actor } from "../model.ts";
import type { HostedRepository } from "../repositories.ts";

/** One request, as a route sees it. */
export interface Call {
  hub: GitHub;
  actor: Actor;
  /** The parts of the path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** The JSON object that was sent; empty when there was none. */
  body: Record<string, unknown>;
  accept: string;
}

/** A call to a repository that its actor may make. */
export interface RepositoryCall extends Call {
  repository: HostedRepository;
  /** The bare repository. */
  folder: string;
}

export interface Reply {
  status: number;
  /** JSON, or bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  /** GitHub's own name of the operation, e.g. `pulls/create`; faults are matched by it. */
  operation: string;
  method: string;
  /** Parts of the path; `:name` takes one, `*name` all that are left. */
  pattern: string[];
  run(call: Call): Promise<Reply> | Reply;
  /** Set for routes below `/repos/:owner/:repo`. */
  need?: Need;
}

/** A route that is about no repository. */
export function plainRoute(operation: string, at: string, run: Route["run"]): Route {
  return { operation, ...partsOf(at), run };
}

/** A route below `/repos/:owner/:repo`, with the permission that it asks for. */
export function repositoryRoute(
  operation: string,
  at: string,
  need: Need,
  run: (call: RepositoryCall) => Promise<Reply> | Reply,
): Route {
  const { method, pattern } = partsOf(at);
  return {
    operation,
    method,
    pattern: ["repos", ":owner", ":repo", ...pattern],
    need,
    run: run as Route["run"],
  };
}

function partsOf(at: string): { method: string; pattern: string[] } {
  const [method = "", path = ""] = at.split(" ");
  return { method, pattern: path.split("/").filter(Boolean) };
}

/** The route of a request, with the parts of its path. */
export function matchRoute(
  routes: Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  const parts = path.split("/").filter(Boolean);
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchParts(route.pattern, parts);
    if (params) return { route, params };
  }
  return undefined;
}

function matchParts(pattern: string[], parts: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    if (wanted.startsWith("*")) {
      const after = pattern.length - index - 1;
      const end = parts.length - after;
      if (end < index) return undefined;
      const taken = decode(parts.slice(index, end).join("/"));
      if (taken === undefined) return undefined;
      params[wanted.slice(1)] = taken;
      const rest = matchParts(pattern.slice(index + 1), parts.slice(end));
      return rest && { ...params, ...rest };
    }
    const part = parts[index];
    if (part === undefined) return undefined;
    if (!wanted.startsWith(":")) {
      if (wanted !== part) return undefined;
      continue;
    }
    const taken = decode(part);
    if (taken === undefined) return undefined;
    params[wanted.slice(1)] = taken;
  }
  return parts.length === pattern.length ? params : undefined;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
