import "server-only";
import type { SaveAgentInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";

/** A new agent, or a new version of one. @throws AppError invalid, stale */
export async function saveAgent({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SaveAgentInput;
}): Promise<{ version: number }> {
  const { parts, changed } = consoleEngine();
  const { name, files, basedOn, note } = input;
  const saved = await parts.definitions.save(name, files, {
    savedBy: ctx.person.email,
    ...(basedOn && { basedOn }),
    ...(note && { note }),
  });
  changed();
  return { version: saved.version };
}
