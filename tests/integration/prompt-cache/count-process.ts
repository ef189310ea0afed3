/**
 * A process of its own that counts: `node --import console-loader.mjs count-process.ts <requests>`.
 * Records that many, flushing as it goes, and ends when all has arrived.
 */
import { Redis } from "ioredis";
import { createRecorder } from "@/server/prompt-cache/counters/recorder";
import { aHit, aTrace } from "../../fixtures/a-trace";

const client = new Redis(process.env.REDIS_URL as string);
const recorder = createRecorder({ redis: () => client });
const requests = Number(process.argv[2]);
for (let at = 0; at < requests; at += 1) {
  recorder.record(at % 3 === 0 ? aTrace() : aHit());
  if (at % 997 === 0) await recorder.flush();
}
while (!(await recorder.flush()));
client.disconnect();
