import type { Snapshot, Topic } from "@/lib/live/model";

/** What the stream says, parsed. `beat` without a topic is the server's sign of life. */
export type LiveEvent =
  | { name: "snapshot"; snapshot: Snapshot }
  | { name: "confirm"; topic: Topic; confirmedAt: string; intervalMs?: number }
  | { name: "problem"; topic: Topic; problem: NonNullable<Snapshot["problem"]> }
  | { name: "beat"; at?: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Parses one server-sent event; undefined for what this browser does not understand. */
export function parseLiveEvent(name: string, text: string): LiveEvent | undefined {
  let data: unknown;
  try {
    data = text === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(data)) return undefined;
  if (name === "beat") return typeof data.at === "string" ? { name, at: data.at } : { name };
  if (typeof data.topic !== "string") return undefined;
  if (name === "snapshot") {
    if (typeof data.confirmedAt !== "string" || typeof data.version !== "number") return undefined;
    return { name, snapshot: data as unknown as Snapshot };
  }
  if (name === "confirm" && typeof data.confirmedAt === "string") {
    return {
      name,
      topic: data.topic,
      confirmedAt: data.confirmedAt,
      ...(typeof data.intervalMs === "number" ? { intervalMs: data.intervalMs } : {}),
    };
  }
  if (name === "problem" && isRecord(data.problem) && typeof data.problem.message === "string") {
    return {
      name,
      topic: data.topic,
      problem: data.problem as unknown as NonNullable<Snapshot["problem"]>,
    };
  }
  return undefined;
}
