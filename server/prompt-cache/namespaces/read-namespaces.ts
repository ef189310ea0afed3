import "server-only";
import { asc, isNull } from "drizzle-orm";
import type { NamespaceRow } from "@/lib/prompt-cache/key";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { databaseProblem, db, promptNamespaces } from "@/server/db";
import type { Ctx } from "@/server/platform/ctx";
import { countEntries } from "../entries/count-entries";

/** All namespaces by name, with how many answers each holds now (0 while Redis does not answer). */
export async function readNamespaces({ ctx: _ctx }: { ctx: Ctx }): Promise<NamespaceRow[]> {
  const rows = await db()
    .select()
    .from(promptNamespaces)
    .where(isNull(promptNamespaces.deletedAt))
    .orderBy(asc(promptNamespaces.name))
    .catch((error) => {
      throw databaseProblem(error);
    });
  const counts = await countEntries(rows).catch(() => rows.map(() => 0));
  return rows.map(({ name, generation, settings, updatedAt, updatedBy }, at) => ({
    name,
    generation,
    settings: NamespaceSettings.parse(settings),
    updatedAt: updatedAt.toISOString(),
    updatedBy,
    entries: counts[at] ?? 0,
  }));
}
