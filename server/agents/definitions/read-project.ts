import "server-only";
import { readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { z } from "zod";
import { AgentName } from "@/lib/agents/config";
import { readJson } from "@/lib/agents/read-json";
import { AppError } from "@/server/platform/errors";

export const PROJECT_FILE = "agentcore/agentcore.json";
const MOST_BYTES = 1_000_000;

/** The rest of the file is the CLI's: runtimes, memories, credentials and what else it deploys. */
const Project = z.looseObject({
  harnesses: z.array(z.looseObject({ name: AgentName, path: z.string().min(1) })).default([]),
});

/**
 * The agents of a project that the `agentcore` CLI made: name and folder on disk.
 * @throws AppError invalid, not_found
 */
export async function readProject(dir: string): Promise<{ name: string; folder: string }[]> {
  const root = await realpath(dir).catch(() => {
    throw new AppError("not_found", "The folder of SWITCHYARD_AGENTS_DIR is not there.");
  });
  const { harnesses } = await readProjectFile(join(root, PROJECT_FILE));
  const names = new Set<string>();
  const agents: { name: string; folder: string }[] = [];
  for (const { name, path } of harnesses) {
    if (names.has(name))
      throw new AppError("invalid", `${PROJECT_FILE} has the harness ${name} twice.`);
    names.add(name);
    const folder = await realpath(join(root, path)).catch(() => join(root, path));
    if (folder !== root && !folder.startsWith(root + sep))
      throw new AppError(
        "invalid",
        `${PROJECT_FILE}: the folder of ${name} leads out of the project.`,
      );
    agents.push({ name, folder });
  }
  return agents;
}

async function readProjectFile(file: string): Promise<z.output<typeof Project>> {
  const text = await stat(file)
    .then(({ size }) => (size > MOST_BYTES ? undefined : readFile(file, "utf8")))
    .catch(() => {
      throw new AppError("not_found", `${PROJECT_FILE} is not there or cannot be read.`);
    });
  if (text === undefined) throw new AppError("invalid", `${PROJECT_FILE} is larger than 1 MB.`);
  const read = readJson(text);
  if ("problem" in read)
    throw new AppError(
      "invalid",
      `${PROJECT_FILE}, line ${read.line}: is no JSON: it ${read.problem}.`,
    );
  const parsed = Project.safeParse(read.value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  throw new AppError(
    "invalid",
    `${PROJECT_FILE}, line ${read.lineOf(path)}, ${path.map(String).join(".")}: ${issue?.message}.`,
  );
}
