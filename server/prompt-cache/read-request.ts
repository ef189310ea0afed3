import "server-only";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { AppError } from "@/server/platform/errors";
import { redisProblem } from "./entries/redis-problem";
import { knownNamespaces } from "./overview/known-namespaces";
import { findTrace } from "./traces/find-trace";

/**
 * Everything about one recent request. Without a namespace it is looked for in all.
 * @throws AppError not_found, conflict (encrypted with another key), upstream
 */
export async function readRequest({
  input: { id, namespace },
}: {
  input: { id: string; namespace?: string };
}): Promise<RequestTrace> {
  const found = await find(id, namespace).catch((error) => {
    throw redisProblem(error, "The request can be shown again when it does");
  });
  if (found === "unreadable")
    throw new AppError(
      "conflict",
      "This request was encrypted with another key than the console has now.",
    );
  if (!found)
    throw new AppError(
      "not_found",
      "This request is not kept any more, or was left out of those that are kept.",
    );
  return found;
}

async function find(id: string, namespace: string | undefined) {
  const namespaces = namespace === undefined ? (await knownNamespaces(0)).counted : [namespace];
  for (const name of namespaces) {
    const found = await findTrace(name, id);
    if (found) return found;
  }
  return undefined;
}
