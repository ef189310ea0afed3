import "server-only";
import type { Snapshot, Topic } from "@/lib/live/model";

/**
 * What goes to browsers and between processes; `event` is the name of the server-sent event. A
 * confirmation names the version that it confirms, so that who missed that one notices.
 */
export type LiveMessage =
  | { event: "snapshot"; topic: Topic; snapshot: Snapshot }
  | { event: "confirm"; topic: Topic; version: number; confirmedAt: string; intervalMs: number }
  | { event: "problem"; topic: Topic; problem: NonNullable<Snapshot["problem"]> };

const frames = new WeakMap<LiveMessage, Uint8Array>();
const encoder = new TextEncoder();

/** The message as a server-sent event, encoded once however many browsers get it. */
export function frameOf(message: LiveMessage): Uint8Array {
  const known = frames.get(message);
  if (known) return known;
  const { event, ...rest } = message;
  const data = event === "snapshot" ? message.snapshot : rest;
  const frame = encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  frames.set(message, frame);
  return frame;
}
