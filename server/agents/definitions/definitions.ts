import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import type { Definitions } from "@/server/agents/contracts";
import type { AgentSettings } from "@/server/platform/env";
import { AppError, isAppError } from "@/server/platform/errors";
import { folderWatch } from "./folder-watch";
import { readVariables } from "./read-variables";
import { listVersions, newestVersions, readVersion } from "./read-versions";
import { bringDefinitionBack, retireDefinition } from "./retire-definition";
import { retiredAgents } from "./retirements";
import { saveVersion } from "./save-version";
import { standIn } from "./stand-in";
import { understand } from "./understand";

/** Versions do not change, so each is read and understood once; the oldest ones go. */
const KEPT = 200;

/**
 * Agents in PostgreSQL, with the folders of `SWITCHYARD_AGENTS_DIR` taken in as versions when they
 * change; looked at once a second at most.
 */
export function definitions(
  settings: Pick<
    AgentSettings,
    "SWITCHYARD_AGENTS_DIR" | "SWITCHYARD_AGENTS_VARIABLES" | "SWITCHYARD_AGENTS_MODEL"
  >,
  options: { lookMs?: number } = {},
): Definitions {
  const variables = readVariables(settings.SWITCHYARD_AGENTS_VARIABLES);
  const model = settings.SWITCHYARD_AGENTS_MODEL;
  const folders = folderWatch(settings.SWITCHYARD_AGENTS_DIR, variables, options.lookMs);
  const known = new Map<string, AgentDefinition>();

  async function one(name: string, version: number): Promise<AgentDefinition> {
    const key = `${name} ${version}`;
    const there = known.get(key);
    if (there) return there;
    const made = standIn(understand(await readVersion(name, version), variables), model);
    known.set(key, made);
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return made;
  }

  /** The newest of each that can be understood, and why others cannot. */
  async function newest() {
    await folders.look();
    const read = await Promise.all(
      (await newestVersions()).map(async ({ name, version }) => {
        try {
          return { definition: await one(name, version) };
        } catch (error) {
          if (!isAppError(error) || error.code !== "invalid") throw error;
          return { problem: { name, why: error.message } };
        }
      }),
    );
    return {
      definitions: read.flatMap(({ definition }) => definition ?? []),
      problems: read.flatMap(({ problem }) => problem ?? []),
    };
  }

  return {
    list: async () => (await newest()).definitions,
    async read(name, version) {
      if (version === undefined) await folders.look();
      const wanted = version ?? (await newestVersions(name))[0]?.version;
      if (wanted !== undefined) return one(name, wanted);
      const why = folders.problems().find((problem) => problem.name === name)?.why;
      throw new AppError("not_found", why ?? `There is no agent called ${name}.`);
    },
    async versions(name) {
      await folders.look();
      return listVersions(name);
    },
    async save(name, files, by) {
      await folders.look();
      return standIn(understand(await saveVersion(name, files, by, variables), variables), model);
    },
    retire: (name, given) => retireDefinition(name, given),
    bringBack: (name, version, savedBy) => bringDefinitionBack(name, version, savedBy, variables),
    retired: () => retiredAgents(),
    inFolder: (name) => folders.has(name),
    async problems() {
      const { problems } = await newest();
      return [...folders.problems(), ...problems];
    },
  };
}
