import { setImmediate } from "node:timers/promises";
import { wholeBody } from "@/server/prompt-cache/doors/stream-body";
import { admit } from "@/server/prompt-cache/engine/admit";
import type { PromptRequest } from "@/server/prompt-cache/engine/contracts";
import { digestsOf } from "@/server/prompt-cache/engine/key-digests";
import { exactEntryKey } from "@/server/prompt-cache/engine/redis-keys";
import { aRequest } from "../../fixtures/prompt-engine/an-engine";
import { type BenchEngine, namespace } from "./bench-engine";
import { promptOf } from "./stored-prompts";

/** `raw`: a plain ioredis GET of the same value, without a time-out; `bare`: the engine with a recorder that does nothing; `counted`: as the console has it. */
export type Way = "raw" | "bare" | "counted";

export interface Slice {
  /** Of each request, when they came one after the other. */
  ms: number[];
  wallMs: number;
  /** User and system time of the whole process for all of them. */
  cpuMs: number;
}

interface Prepared {
  key: string;
  request: PromptRequest;
}
const prepared = new Map<number, Prepared>();

function prepare(n: number): Prepared {
  let known = prepared.get(n);
  if (!known) {
    const request = aRequest(promptOf(n), { namespace });
    const { keyed } = admit(request, Number.MAX_SAFE_INTEGER);
    if (!keyed) throw new Error("A prompt of the benchmark has no key.");
    known = { request, key: exactEntryKey(namespace, digestsOf(keyed).exactKey) };
    prepared.set(n, known);
  }
  return known;
}

/** A request as a door makes one: an object and a body of its own. */
const anew = ({ request }: Prepared): PromptRequest => ({
  ...request,
  call: { ...request.call, body: Buffer.from(request.call.body) },
});

/** One hit, its body read to the end as the doors read it. */
function asker(
  { plain, caches }: BenchEngine,
  way: Way,
): (key: string, request: PromptRequest) => Promise<void> {
  if (way === "raw")
    return async (key) => {
      if (!(await plain.getBuffer(key))) throw new Error("A stored answer is gone.");
    };
  const cache = caches[way];
  return async (_key, request) => {
    const answer = await cache.answer(request);
    const { length } = await wholeBody(answer);
    if (answer.cache !== "hash_hit" || length < 1_000)
      throw new Error(`A stored prompt was answered by a ${answer.cache} of ${length} bytes.`);
  };
}

/** Hits on these prompts, so many at once; what is noted of them belongs to their cost. */
export async function askExactly(
  engine: BenchEngine,
  { way, prompts, atOnce = 1 }: { way: Way; prompts: number[]; atOnce?: number },
): Promise<Slice> {
  const ask = asker(engine, way);
  const all = prompts.map(prepare);
  await setImmediate();
  const ms: number[] = [];
  const cpu = process.cpuUsage();
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    for (let prompt = all[next++]; prompt; prompt = all[next++]) {
      const request = anew(prompt);
      const start = performance.now();
      await ask(prompt.key, request);
      ms.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const wallMs = performance.now() - began;
  if (way !== "raw") await noted(engine, way, all);
  const { user, system } = process.cpuUsage(cpu);
  return { ms, wallMs, cpuMs: (user + system) / 1_000 };
}

/** Until everything is noted, and flushed as the console does each second. */
async function noted(engine: BenchEngine, way: "bare" | "counted", [prompt]: Prepared[]) {
  if (!prompt) return;
  await (await engine.caches[way].answer(anew(prompt))).done;
  if (way === "counted") await engine.recorder.flush();
}
