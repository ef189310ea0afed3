import "server-only";
import type { PlaygroundView } from "@/lib/prompt-cache/playground";
import type { Ctx } from "@/server/platform/ctx";
import { env } from "@/server/platform/env";
import { readNamespaces } from "./namespaces/read-namespaces";

/** What can be chosen in the playground: namespaces with their thresholds, and the model that is asked unless said. */
export async function readPlayground({ ctx }: { ctx: Ctx }): Promise<PlaygroundView> {
  const namespaces = await readNamespaces({ ctx });
  return {
    namespaces: namespaces.map(({ name, settings }) => ({
      name,
      threshold: settings.semantic.threshold,
    })),
    modelId: env().SWITCHYARD_PROMPT_MODEL,
  };
}
