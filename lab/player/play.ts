import { setTimeout as wait } from "node:timers/promises";
import type { PlayedPrompt } from "./pick-prompts.ts";
import type { Sender } from "./send-prompt.ts";
import type { Tally } from "./tally.ts";

export interface Play {
  prompts: Iterator<PlayedPrompt>;
  sender: Sender;
  tally: Tally;
  /** Prompts per second, evenly. */
  rate: number;
  /** At most so many on their way; further ones wait for one to end. */
  concurrency: number;
  milliseconds: number;
  /** Ends the play early; what is on its way may still end. */
  stop: AbortSignal;
  /** How long those on their way may take after the end. */
  patienceMs?: number;
}

/** Sends prompts until the time is over or it is stopped. */
export async function play(options: Play): Promise<void> {
  const { prompts, sender, tally, rate, concurrency, milliseconds, stop } = options;
  const giveUp = new AbortController();
  const onTheirWay = new Set<Promise<void>>();
  const began = performance.now();
  const stopped = new Promise<void>((done) => {
    if (stop.aborted) done();
    stop.addEventListener("abort", () => done(), { once: true });
  });
  for (let sent = 0; !stop.aborted; sent++) {
    const due = (sent * 1000) / rate;
    if (due >= milliseconds) break;
    const ahead = began + due - performance.now();
    // The last prompts' time counts, so that a play of a minute takes a minute.
    if (ahead > 0)
      await Promise.race([wait(ahead, undefined, { signal: stop }).catch(() => {}), stopped]);
    while (onTheirWay.size >= concurrency && !stop.aborted) {
      await Promise.race([...onTheirWay, stopped]);
    }
    if (stop.aborted || performance.now() - began >= milliseconds) break;
    const prompt = prompts.next().value as PlayedPrompt;
    const one = sender.send(prompt, giveUp.signal).then((result) => {
      onTheirWay.delete(one);
      if (!giveUp.signal.aborted) tally.add(result);
    });
    onTheirWay.add(one);
  }
  const patience = new AbortController();
  const late = wait(options.patienceMs ?? 10_000, undefined, { signal: patience.signal })
    .then(() => giveUp.abort())
    .catch(() => {});
  await Promise.all(onTheirWay);
  patience.abort();
  await late;
}
