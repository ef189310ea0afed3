import "server-only";
import { eq } from "drizzle-orm";
import { agentTitle } from "@/lib/agents/describe-agent";
import { agentRetirements } from "@/server/db";
import { AppError } from "@/server/platform/errors";
import { newestVersions, readVersion } from "./read-versions";
import { inTurn, retirementOf } from "./retirements";
import { insertVersion, stale } from "./save-version";
import { parseOrThrow } from "./understand";

/**
 * Offers the agent no more; its versions stay.
 * @throws AppError not_found; stale when `version` is not the newest any more; conflict when it is retired
 */
export async function retireDefinition(
  name: string,
  { version, by, reason, at }: { version: number; by: string; reason: string; at: string },
): Promise<void> {
  await inTurn(name, async (tx) => {
    const before = await retirementOf(name, tx);
    if (before)
      throw new AppError("conflict", `${agentTitle(name)} is retired already, by ${before.by}.`);
    const [newest] = await newestVersions(name, tx);
    if (!newest) throw new AppError("not_found", `There is no agent called ${name}.`);
    if (newest.version !== version) throw stale(name, version, newest, "retire it");
    await tx.insert(agentRetirements).values({ agent: name, by, reason, at: new Date(at) });
  });
}

/**
 * Offers the agent again as that version says: an older one becomes the next version. Gives the
 * version that is in force. @throws AppError not_found; conflict when it is not retired; invalid
 */
export async function bringDefinitionBack(
  name: string,
  version: number,
  savedBy: string,
  variables: Record<string, string>,
): Promise<number> {
  return inTurn(name, async (tx) => {
    const gone = await tx
      .delete(agentRetirements)
      .where(eq(agentRetirements.agent, name))
      .returning();
    if (gone.length === 0)
      throw new AppError("conflict", `${agentTitle(name)} is not retired: somebody was faster.`);
    const { files, hash } = await readVersion(name, version, tx);
    parseOrThrow(name, files, variables);
    const [newest] = await newestVersions(name, tx);
    if (!newest || newest.hash === hash) return newest?.version ?? version;
    const next = newest.version + 1;
    const note = `Brought back as version ${version}`;
    await insertVersion({ name, version: next, files, hash, savedBy, note }, tx);
    return next;
  });
}
