import "server-only";
import { wakeTopics } from "@/server/live/hub";
import { processId } from "@/server/live/shared-state";
import { agentSettings, env } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { knownCostOf } from "@/server/platform/prices/cost-of";
import { readPrices } from "@/server/platform/prices/read-prices";
import { onShutdown } from "@/server/platform/shutdown";
import { type AgentEngine, assembleAgents } from "./assemble";
import { spanStore } from "./store/span-store";
import { startTelemetry, type Telemetry } from "./telemetry/telemetry";

/** Traces of this process's runs: OpenTelemetry has one global provider. */
const consoleTelemetry = (): Telemetry =>
  held("agents.telemetry", () => {
    const prices = consolePrices();
    const telemetry = startTelemetry(spanStore(), agentSettings(), {
      costOf: (modelId, { inputTokens, outputTokens }) =>
        knownCostOf(prices, modelId, { input: inputTokens, output: outputTokens }),
    });
    onShutdown(() => telemetry.close());
    return telemetry;
  });

const consolePrices = () => readPrices(env().SWITCHYARD_PROMPT_PRICES);

/** The engine of this console process. */
export const consoleEngine = (): AgentEngine =>
  held("agents.engine", () =>
    assembleAgents(agentSettings(), {
      prices: consolePrices(),
      telemetry: consoleTelemetry(),
      consoleUrl: env().NEXTAUTH_URL,
      processId: processId(),
      changed: () => wakeTopics(["agents/overview", "inbox"]),
    }),
  );
