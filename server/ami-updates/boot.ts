import "server-only";
import { checkAtStart, whenDatabaseReady } from "@/server/platform/boot";
import { amiSettings, EnvError } from "@/server/platform/env";
import { amiUpdatesOn, consoleEngine, consoleParts } from "./console-parts";
import { startFollowing } from "./follow/follow-loop";
import "./reconcilers";

// A file that cannot be used must stop the start, not the first look.
checkAtStart("the configuration of AMI updates", () => {
  if (!amiUpdatesOn()) return;
  try {
    consoleEngine().config.read();
  } catch (error) {
    throw new EnvError(`SWITCHYARD_AMI_CONFIG: ${(error as Error).message}`);
  }
});

/** Follows updates once their tables are there; off without a configuration. */
whenDatabaseReady("AMI updates", async () => {
  if (!amiUpdatesOn()) return;
  const schedule = !amiSettings().SWITCHYARD_AMI_STATE_MACHINE_ARN;
  startFollowing(consoleParts, { schedule });
});
