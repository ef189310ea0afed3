import { type AgentHost, endInterruptedHook, runEvent } from "./agent/agent.ts";
import type { InstalledRevision } from "./model.ts";

/** Starts what an instance has installed, as its boot would; says what failed, or nothing. */
export async function restartApplication(
  host: AgentHost,
  installed: InstalledRevision,
): Promise<string | undefined> {
  await endInterruptedHook(host);
  const diagnostics = await runEvent(host, {
    ...installed,
    event: "ApplicationStart",
    fileExistsBehavior: "DISALLOW",
  });
  return diagnostics.errorCode === "Success" ? undefined : diagnostics.message;
}
