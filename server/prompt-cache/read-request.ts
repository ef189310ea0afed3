import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { AppError } from "@/server/platform/errors";
import { redisProblem } from "./entries/redis-problem";
import { withStoredParts } from "./entries/stored-parts";
import { knownNamespaces } from "./overview/known-namespaces";
import { findTrace } from "./traces/find-trace";

/** Processes hand over what they recorded once a second: so long a request just answered may be on its way. */
const ON_ITS_WAY_MS = 1_800;
const LOOK_EVERY_MS = 200;

/**
 * Everything about one recent request. Without a namespace it is looked for in all.
 * @throws AppError not_found, conflict (encrypted with another key), upstream
 */
export async function readRequest({
  input: { id, namespace },
}: {
  input: { id: string; namespace?: string };
}): Promise<RequestTrace> {
  const away = (error: unknown): never => {
    throw redisProblem(error, "The request can be shown again when it does");
  };
  const found = await findSoon(id, namespace).catch(away);
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
  return { ...found, samePrompt: await withStoredParts(found).catch(away) };
}

/** Whoever asks in the playground follows the link to the reason at once. */
async function findSoon(id: string, namespace: string | undefined) {
  for (const end = Date.now() + ON_ITS_WAY_MS; ; await pause(LOOK_EVERY_MS)) {
    const found = await find(id, namespace);
    if (found || Date.now() > end) return found;
  }
}

async function find(id: string, namespace: string | undefined) {
  const namespaces = namespace === undefined ? (await knownNamespaces(0)).counted : [namespace];
  for (const name of namespaces) {
    const found = await findTrace(name, id);
    if (found) return found;
  }
  return undefined;
}
