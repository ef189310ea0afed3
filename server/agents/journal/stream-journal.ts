import "server-only";
import { countStream } from "@/server/live/count-streams";
import { onShutdown } from "@/server/platform/shutdown";
import type { Journal } from "../contracts";

const BEAT_MS = 15_000;
const RECHECK_MS = 60_000;
const BUFFER_BYTES = 64 * 1024;
const encoder = new TextEncoder();

export interface JournalStream {
  journal: Pick<Journal, "follow">;
  sessionId: string;
  after: number;
  /** Asked once a minute; throws when this person may no longer read it. */
  recheck(): Promise<unknown>;
  signal: AbortSignal;
}

/**
 * A journal as server-sent events: `id` the cursor, `data` an array of entries, a comment each 15 s. It
 * reads on only as far as the browser takes it, and ends with the request, the right to read or the process.
 */
export function streamJournal(asked: JournalStream): ReadableStream<Uint8Array> {
  const ending = new AbortController();
  const end = () => ending.abort();
  const lines = asked.journal
    .follow(asked.sessionId, asked.after, ending.signal)
    [Symbol.asyncIterator]();
  let next: ReturnType<typeof lines.next> | undefined;
  const leave = [countStream(), onShutdown(end)];
  asked.signal.addEventListener("abort", end, { once: true });
  const recheck = setInterval(() => void asked.recheck().catch(end), RECHECK_MS);
  const close = () => {
    end();
    clearInterval(recheck);
    asked.signal.removeEventListener("abort", end);
    for (const each of leave.splice(0)) each();
  };
  if (asked.signal.aborted) end();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode("retry: 1000\n\n")),
      async pull(controller) {
        next ??= lines.next();
        const came = await withinBeat(next);
        if (!came) return controller.enqueue(encoder.encode(": beat\n\n"));
        next = undefined;
        if (came.done) {
          close();
          controller.close();
          return;
        }
        const entries = came.value;
        const data = `id: ${entries.at(-1)?.seq}\ndata: ${JSON.stringify(entries)}\n\n`;
        controller.enqueue(encoder.encode(data));
      },
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
}

async function withinBeat<T>(next: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const beat = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), BEAT_MS);
  });
  try {
    return await Promise.race([next, beat]);
  } finally {
    clearTimeout(timer);
  }
}
