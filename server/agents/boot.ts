import "server-only";
import { whenDatabaseReady } from "@/server/platform/boot";
import { held } from "@/server/platform/held";
import { onShutdown } from "@/server/platform/shutdown";
import { consoleEngine } from "./console-parts";
import "./reconcilers";

/** Takes up runs once their tables are there; at the end of the process they are handed over. */
whenDatabaseReady("agents", async () => {
  held("agents.running", () => {
    const { runner } = consoleEngine();
    runner.open();
    return onShutdown(() => runner.close());
  });
});
