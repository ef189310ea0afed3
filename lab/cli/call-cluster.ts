import type { FoundLab } from "./find-lab.ts";
import { UsageError } from "./options.ts";

/** Asks a cluster of the lab as the user that may write. A refusal becomes one sentence. */
export async function callCluster<T>(
  lab: FoundLab,
  cluster: string,
  method: "GET" | "PATCH",
  path: string,
  patch?: unknown,
): Promise<T> {
  const response = await fetch(`${lab.endpoint}/_lab/kubernetes/${cluster}${path}`, {
    method,
    headers: {
      authorization: "Bearer lab-admin",
      ...(patch === undefined ? {} : { "content-type": "application/merge-patch+json" }),
    },
    ...(patch === undefined ? {} : { body: JSON.stringify(patch) }),
    signal: AbortSignal.timeout(15_000),
  });
  const body = (await response.json()) as T & { message?: string };
  if (response.ok) return body;
  throw new UsageError(body.message ?? `The cluster answered ${response.status}.`);
}
