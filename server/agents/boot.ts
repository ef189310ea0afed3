import "server-only";
import { checkAtStart, whenDatabaseReady } from "@/server/platform/boot";
import { agentSettings } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { onShutdown } from "@/server/platform/shutdown";
import { consoleEngine } from "./console-parts";
import { readVariables } from "./definitions/read-variables";
import "./reconcilers";

checkAtStart("the agents' variables", () =>
  readVariables(agentSettings().SWITCHYARD_AGENTS_VARIABLES),
);

/** Takes up runs once their tables are there; at the end of the process they are handed over. */
whenDatabaseReady("agents", async () => {
  held("agents.running", () => {
    const { runner } = consoleEngine();
    runner.open();
    return onShutdown(() => runner.close());
  });
});
