import { endMarked } from "../processes/marked.ts";
import { endRecorded } from "../processes/records.ts";
import { readHolder, type StateLock, takeStateLock } from "../processes/state-lock.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { Refusal } from "../setup/refusal.ts";
import type { Say } from "../setup/say.ts";

/**
 * Takes the state directory and ends what a killed start left running in it.
 * A holder that is on its way out is waited for; one that runs is a Refusal.
 */
export async function occupy(stateDir: string, say: Say): Promise<StateLock> {
  const lock = takeStateLock(stateDir) ?? (await waitForLock(stateDir, say));
  lock.note({ doing: "starting" });
  const ended = await endRecorded(stateDir);
  const unrecorded = await endMarked(stateDir);
  if (ended.length > 0) say(`The last start was killed: ended its ${ended.join(", ")}`);
  else if (unrecorded.length > 0) say("The last start was killed: ended what it had left running");
  return lock;
}

async function waitForLock(stateDir: string, say: Say): Promise<StateLock> {
  // The holder may have been killed together with its npm just now and need a moment to notice.
  let patience = Date.now() + 2_000;
  let told = false;
  return waitUntil(
    "The end of the start before",
    () => {
      const holder = readHolder(stateDir);
      const leaving = holder?.doing === "stopping" || holder?.doing === "recovering";
      if (leaving) patience = Date.now() + 2_000;
      if (leaving && !told) say("Waiting for the start before to finish stopping");
      told ||= leaving;
      const lock = takeStateLock(stateDir);
      if (lock || Date.now() < patience) return lock;
      const where = holder?.url ? ` at ${holder.url}` : "";
      const who = holder ? ` (process ${holder.pid})` : "";
      throw new Refusal(
        `Switchyard already runs${where} with the state directory ${stateDir}${who}: stop it, or give --state-dir another folder.`,
      );
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );
}
