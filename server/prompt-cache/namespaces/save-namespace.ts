import "server-only";
import { eq } from "drizzle-orm";
import {
  NamespaceSettings,
  type SaveNamespaceInput,
  startsNewGeneration,
} from "@/lib/prompt-cache/namespace";
import { type Db, databaseProblem, inTransaction, promptNamespaces } from "@/server/db";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { AppError, isAppError } from "@/server/platform/errors";
import { tellDirectoryChanged } from "../directory";
import { refuseBadPatterns } from "./refuse-bad-patterns";

/** Each process keeps all of them in memory. */
export const MOST_NAMESPACES = 500;

/**
 * Makes a namespace (without `seen`) or changes its settings (with it). What changes how a prompt is
 * hashed starts a new generation: nothing stored before is served.
 * @throws AppError invalid (a pattern), stale (changed meanwhile), conflict (it is there already), not_found
 */
export async function saveNamespace({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SaveNamespaceInput;
}): Promise<{ message: string; generation: number }> {
  refuseBadPatterns(input.settings.personalData.patterns);
  const { generation, fresh } = await inTransaction((tx) =>
    input.seen ? change(tx, ctx, { ...input, seen: input.seen }) : make(tx, ctx, input),
  ).catch((error) => {
    throw isAppError(error) ? error : databaseProblem(error, "Nothing was saved");
  });
  await tellDirectoryChanged();
  const what = input.seen ? `Saved ${input.name}.` : `Made the namespace ${input.name}.`;
  return {
    message: fresh ? `${what} What was stored before is not served any more.` : what,
    generation,
  };
}

interface Saved {
  generation: number;
  /** A new generation begins. */
  fresh: boolean;
}

async function make(tx: Db, ctx: Ctx, { name, settings }: SaveNamespaceInput): Promise<Saved> {
  const known = await lockRow(tx, name);
  if (known && !known.deletedAt)
    throw new AppError("invalid", `There is a namespace ${name} already.`);
  if (!known && (await tx.$count(promptNamespaces)) >= MOST_NAMESPACES)
    throw new AppError("conflict", `There are ${MOST_NAMESPACES} namespaces already.`);
  const values = { settings, updatedAt: now(), updatedBy: ctx.person.email };
  // One of this name was deleted: its generation went on then, so nothing of it comes back.
  const generation = known?.generation ?? 1;
  if (known)
    await tx
      .update(promptNamespaces)
      .set({ ...values, createdAt: now(), deletedAt: null })
      .where(eq(promptNamespaces.name, name));
  else
    await tx
      .insert(promptNamespaces)
      .values({ name, generation, ...values })
      .onConflictDoNothing()
      .returning({ name: promptNamespaces.name })
      .then(([row]) => {
        if (!row) throw new AppError("invalid", `There is a namespace ${name} already.`);
      });
  return { generation, fresh: false };
}

async function change(
  tx: Db,
  ctx: Ctx,
  { name, settings, seen }: SaveNamespaceInput & { seen: string },
): Promise<Saved> {
  const known = await lockRow(tx, name);
  if (!known || known.deletedAt) throw new AppError("not_found", `There is no namespace ${name}.`);
  if (known.updatedAt.toISOString() !== new Date(seen).toISOString())
    throw new AppError(
      "stale",
      `${known.updatedBy} changed ${name} meanwhile; look at the new settings first.`,
    );
  const fresh = startsNewGeneration(NamespaceSettings.parse(known.settings), settings);
  const generation = known.generation + (fresh ? 1 : 0);
  await tx
    .update(promptNamespaces)
    .set({ settings, generation, updatedAt: now(), updatedBy: ctx.person.email })
    .where(eq(promptNamespaces.name, name));
  return { generation, fresh };
}

/** The row, locked until the transaction ends: two people saving at once go one after the other. */
async function lockRow(tx: Db, name: string) {
  const [row] = await tx
    .select()
    .from(promptNamespaces)
    .where(eq(promptNamespaces.name, name))
    .for("update");
  return row;
}
