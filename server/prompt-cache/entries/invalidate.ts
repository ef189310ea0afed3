import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Invalidated, InvalidateInput } from "@/lib/prompt-cache/entry";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { databaseProblem, db, promptNamespaces } from "@/server/db";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { log } from "@/server/platform/log";
import { tellDirectoryChanged } from "../directory";
import { findNamespace } from "../namespaces/find-namespace";
import { countEntries } from "./count-entries";
import { type ForgettableEntry, forgetEntries } from "./forget-entries";
import { redisProblem } from "./redis-problem";

/**
 * Throws away what fits all given conditions, or counts it (`dryRun`). `everything` begins a new
 * generation, so that from one moment on nothing stored before is served.
 * @throws AppError not_found, upstream
 */
export async function invalidate({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: InvalidateInput;
}): Promise<Invalidated> {
  const namespace = await findNamespace(input.namespace);
  try {
    if (input.everything) return await invalidateAll(ctx, namespace, input.dryRun);
    const { dryRun } = input;
    const found = await forgetEntries(namespace, conditionOf(input), {
      dryRun,
      signal: ctx.signal,
    });
    return { ...found, dryRun };
  } catch (error) {
    throw redisProblem(error, "Not everything was thrown away");
  }
}

async function invalidateAll(
  ctx: Ctx,
  namespace: Namespace,
  dryRun: boolean,
): Promise<Invalidated> {
  const [stored = 0] = await countEntries([namespace]);
  const told = { looked: stored, matched: stored, dryRun };
  if (dryRun) return told;
  await db()
    .update(promptNamespaces)
    .set({
      generation: sql`${promptNamespaces.generation} + 1`,
      updatedAt: now(),
      updatedBy: ctx.person.email,
    })
    .where(eq(promptNamespaces.name, namespace.name))
    .catch((error) => {
      throw databaseProblem(error, "Nothing was thrown away");
    });
  await tellDirectoryChanged();
  // Out of reach already; this gives Redis its memory back before it expires.
  forgetEntries(namespace, () => true).catch((error) =>
    log().warn({ error, namespace: namespace.name }, "an old generation stays until it expires"),
  );
  return told;
}

/** All given conditions at once. */
function conditionOf(input: InvalidateInput): (entry: ForgettableEntry) => boolean {
  const { entryId, model, olderThanSeconds, pattern } = input;
  const oldest =
    olderThanSeconds === undefined ? undefined : now().getTime() - olderThanSeconds * 1_000;
  const fits = pattern === undefined ? undefined : wildcard(pattern);
  return (entry) =>
    (entryId === undefined || entry.id === entryId) &&
    (model === undefined || entry.model === model) &&
    (oldest === undefined || entry.at < oldest) &&
    (fits === undefined || fits(entry.prompt));
}

/** `*` stands for anything. By parts in their order, so that no pattern can take for ever. */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = pattern.toLowerCase().split("*");
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  return (given) => {
    const text = given.toLowerCase();
    if (last === undefined) return text === first;
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
