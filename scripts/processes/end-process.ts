import { isAlive, type ProcessIdentity } from "./identity.ts";
import { waitUntil } from "./wait-until.ts";

/**
 * Ends exactly this process and waits until it is gone: first with `signal`, after `graceMs` with SIGKILL.
 * Returns false when it was gone already. Never signals a later process with the same number.
 */
export async function endProcess(
  identity: ProcessIdentity,
  { signal = "SIGTERM", graceMs = 10_000 }: { signal?: NodeJS.Signals; graceMs?: number } = {},
): Promise<boolean> {
  if (!isAlive(identity)) return false;
  send(identity, signal);
  const gone = () => !isAlive(identity);
  try {
    await waitUntil("the end", gone, { timeoutMs: graceMs });
  } catch {
    send(identity, "SIGKILL");
    await waitUntil(`The end of process ${identity.pid}`, gone, { timeoutMs: 5_000 });
  }
  return true;
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
