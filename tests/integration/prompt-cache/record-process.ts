/**
 * A console process as far as counting goes: records as many requests as each line of its input
 * says, and ends as a console does.
 */
import { createInterface } from "node:readline";
import { runShutdown } from "@/server/platform/shutdown";
import { promptRecorder } from "@/server/prompt-cache/counters/process-recorder";
import { redis } from "@/server/redis";
import { aHit } from "../../fixtures/a-trace";

const recorder = promptRecorder();
await new Promise((resolve) => redis().once("ready", resolve));
createInterface({ input: process.stdin }).on("line", (line) => {
  for (let at = 0; at < Number(line); at += 1) recorder.record(aHit());
  process.stdout.write("recorded\n");
});
process.once("SIGTERM", () => void runShutdown().then(() => process.exit(0)));
