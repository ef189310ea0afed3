// Waits for the end of its standard input, which is a pipe that only the launcher holds: when the launcher dies,
// however it dies, this ends what it had started. An orderly launcher ends this process before that.
import { endMarked } from "./marked.ts";
import { endRecorded } from "./records.ts";
import { takeStateLock } from "./state-lock.ts";

const stateDir = process.argv[2] ?? "";
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.stdin.resume();
process.stdin.on("error", () => void cleanUp());
process.stdin.on("close", () => void cleanUp());

async function cleanUp(): Promise<void> {
  // When a new start has the lock already, it cleans up itself.
  const lock = takeStateLock(stateDir);
  if (!lock) process.exit(0);
  lock.note({ doing: "recovering" });
  await endRecorded(stateDir);
  await endMarked(stateDir);
  lock.release();
  process.exit(0);
}
