import { aRequest, hear } from "../../fixtures/prompt-engine/an-engine";
import { type BenchEngine, namespace } from "./bench-engine";
import { numberIn } from "./stored-prompts";

export interface Question {
  text: string;
  /** The number of its nearest neighbour, as a loop over all vectors found it. */
  nearest: number;
}

export interface Similarly {
  ms: number[];
  embedMs: number[];
  /** Of the look-up: the index, the neighbour and its answer from Redis, guards. */
  lookUpMs: number[];
  cpuMs: number;
  /** Questions that were answered by another entry than their nearest, or by none. */
  missed: string[];
}

/** One question after the other, each answered by its nearest neighbour's answer. */
export async function askSimilarly(
  { caches }: BenchEngine,
  questions: Question[],
): Promise<Similarly> {
  const told: Similarly = { ms: [], embedMs: [], lookUpMs: [], cpuMs: 0, missed: [] };
  const cpu = process.cpuUsage();
  for (const { text, nearest } of questions) {
    const request = aRequest(text, { namespace });
    const start = performance.now();
    const answer = await caches.counted.answer(request);
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body) chunks.push(chunk);
    told.ms.push(performance.now() - start);
    const { cache, trace } = await hear(Promise.resolve(answer));
    const stepMs = (wanted: string) => trace.steps.find(({ step }) => step === wanted)?.ms ?? 0;
    told.embedMs.push(stepMs("embed"));
    told.lookUpMs.push(stepMs("semantic"));
    const said = JSON.parse(Buffer.concat(chunks).toString()).output?.message?.content[0].text;
    if (cache !== "semantic_hit" || numberIn(said ?? "") !== nearest)
      told.missed.push(`${cache} of ${numberIn(said ?? "")} for a question of ${nearest}`);
  }
  const { user, system } = process.cpuUsage(cpu);
  told.cpuMs = (user + system) / 1_000;
  return told;
}
