import "server-only";
import type { WarmUpProgress } from "@/lib/prompt-cache/warm-up";
import type { Ctx } from "@/server/platform/ctx";
import { redisProblem } from "../entries/redis-problem";
import { readProgress } from "./progress";

/** How far the namespace's last warm-up of the past day is. @throws AppError upstream */
export const readWarmUp = ({
  input: { namespace },
}: {
  ctx: Ctx;
  input: { namespace: string };
}): Promise<WarmUpProgress | undefined> =>
  readProgress(namespace).catch((error) => {
    throw redisProblem(error, "How far it is cannot be told");
  });
