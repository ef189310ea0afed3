import "server-only";
import { wakeTopics } from "@/server/live/hub";
import { processId } from "@/server/live/shared-state";
import { agentSettings, env } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { readPrices } from "@/server/platform/prices/read-prices";
import { type AgentEngine, assembleAgents } from "./assemble";

/** The engine of this console process. */
export const consoleEngine = (): AgentEngine =>
  held("agents.engine", () =>
    assembleAgents(agentSettings(), {
      prices: readPrices(env().SWITCHYARD_PROMPT_PRICES),
      consoleUrl: env().NEXTAUTH_URL,
      processId: processId(),
      changed: () => wakeTopics(["agents/overview", "inbox"]),
    }),
  );
