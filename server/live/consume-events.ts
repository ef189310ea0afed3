import "server-only";
import { z } from "zod";
import { deleteMessages } from "@/server/aws/sqs/delete-messages";
import { receiveMessages } from "@/server/aws/sqs/receive-messages";
import { env } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import { onShutdown } from "@/server/platform/shutdown";
import { hub } from "./hub";
import { backoffMs } from "./pace";
import { type AwsEvent, topicsOfEvent } from "./registry";

/** Nobody looks any more: the queue is left alone after this long. */
const IDLE_MS = 30_000;
const HEALTHY_MS = 60_000;

const Event = z.object({
  source: z.string(),
  "detail-type": z.string(),
  resources: z.array(z.string()).optional(),
  time: z.string().optional(),
  detail: z.record(z.string(), z.unknown()),
});

/** What the queue holds is outside input: anything that is not an event is dropped. */
export function parseEvent(body: string): AwsEvent | undefined {
  try {
    const parsed = Event.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

interface Consumer {
  stop?: AbortController;
  idle?: NodeJS.Timeout;
  lastAnswer: number;
  hooked: boolean;
}

const consumer = () => held("live.consumer", (): Consumer => ({ lastAnswer: 0, hooked: false }));

/** Events arrive, so that polling may be slow. */
export const eventsArrive = (): boolean => Date.now() - consumer().lastAnswer < HEALTHY_MS;

/** Starts and stops this process's consumer with its viewers. Without a queue there is only polling. */
export function hookEventConsumer(): void {
  const url = env().SWITCHYARD_EVENTS_QUEUE_URL;
  if (!url || consumer().hooked) return;
  consumer().hooked = true;
  onShutdown(stop);
  hub().onActivity((viewers) => {
    clearTimeout(consumer().idle);
    if (viewers > 0) start(url);
    else consumer().idle = setTimeout(stop, IDLE_MS);
  });
}

function stop(): void {
  consumer().stop?.abort();
  consumer().stop = undefined;
}

function start(url: string): void {
  if (consumer().stop) return;
  const controller = new AbortController();
  consumer().stop = controller;
  void consume(url, controller.signal);
}

async function consume(url: string, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const messages = await receiveMessages(url, signal);
      failures = 0;
      consumer().lastAnswer = Date.now();
      const events = messages.flatMap(({ body }) => parseEvent(body) ?? []);
      hub().wake([...new Set(events.flatMap(topicsOfEvent))]);
      // Not awaited: the next long poll must be open when the next event comes.
      deleteMessages(
        url,
        messages.map(({ receipt }) => receipt),
      ).catch((error) => log().debug({ error }, "events could not be taken off the queue"));
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      if (failures === 1) log().warn({ error }, "the event queue does not answer; polling goes on");
      await pause(backoffMs(failures, "upstream", Math.random()), signal);
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
