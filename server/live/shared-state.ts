import "server-only";
import { randomUUID } from "node:crypto";
import type { Snapshot, Topic } from "@/lib/live/model";
import { held } from "@/server/platform/held";
import { redis } from "@/server/redis";
import type { LiveMessage } from "./message";
import type { HeldSnapshot } from "./next-snapshot";

/** This process's name among the processes of the fleet. */
export const processId = (): string => held("live.processId", () => randomUUID());

export const LEASE_MS = 4_000;
const KEEP_S = 3_600;

/** The braces keep a topic's keys in one slot of a cluster. */
const key = (topic: Topic, what: string) => `live:{${topic}}:${what}`;
export const channel = (topic: Topic): string => `live:${topic}`;
export const WAKE_CHANNEL = "live:wake";

const CONNECT_MS = 1_500;

/** A process that has just started is not without Redis: it waits a moment for its connection. */
export async function connectionTried(): Promise<void> {
  const client = redis();
  if (client.status !== "connecting" && client.status !== "connect") return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, CONNECT_MS);
    function done() {
      clearTimeout(timer);
      client.off("ready", done);
      client.off("close", done);
      resolve();
    }
    client.once("ready", done);
    client.once("close", done);
  });
}

const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0`;

/** Takes the topic's lease or keeps it; false: another process watches. Throws while Redis is away. */
export async function takeLease(topic: Topic): Promise<boolean> {
  const answer = await redis().eval(RENEW, 1, key(topic, "lease"), processId(), LEASE_MS);
  return answer === 1;
}

const FREE = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1`;

/** Gives the lease back and tells the others, so that one of them goes on at once. */
export async function freeLease(topic: Topic): Promise<void> {
  const note = JSON.stringify({ from: processId(), free: true });
  await redis().eval(FREE, 1, key(topic, "lease"), processId(), channel(topic), note);
}

// The lease is checked in the same step as the write: a watcher that lost it cannot overwrite.
const PUBLISH = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[6]) end
redis.call('SET', KEYS[3], ARGV[3], 'EX', ARGV[6])
redis.call('PUBLISH', ARGV[4], ARGV[5])
return 1`;

/** What is known about a snapshot beside its data. */
export interface Confirmation {
  confirmedAt?: string;
  intervalMs?: number;
  problem?: Snapshot["problem"];
}

/** Stores and announces as the one watcher. False: the lease is another's. Throws while Redis is away. */
export async function publish(
  topic: Topic,
  message: LiveMessage,
  confirmation: Confirmation,
): Promise<boolean> {
  const snapshot = message.event === "snapshot" ? JSON.stringify(message.snapshot) : "";
  const answer = await redis().eval(
    PUBLISH,
    3,
    key(topic, "lease"),
    key(topic, "snapshot"),
    key(topic, "confirmed"),
    processId(),
    snapshot,
    JSON.stringify(confirmation),
    channel(topic),
    JSON.stringify({ from: processId(), message }),
    KEEP_S,
  );
  return answer === 1;
}

/** The last word of whoever watched, and whether somebody watches now. Throws while Redis is away. */
export async function readShared(topic: Topic): Promise<{ held?: HeldSnapshot; watched: boolean }> {
  const [snapshotText, confirmedText, lease] = await redis().mget(
    key(topic, "snapshot"),
    key(topic, "confirmed"),
    key(topic, "lease"),
  );
  const watched = Boolean(lease);
  if (!snapshotText) return { watched };
  const snapshot = JSON.parse(snapshotText) as Snapshot;
  const confirmation = confirmedText ? (JSON.parse(confirmedText) as Confirmation) : {};
  const merged: Snapshot = {
    ...snapshot,
    confirmedAt: confirmation.confirmedAt ?? snapshot.confirmedAt,
    intervalMs: confirmation.intervalMs ?? snapshot.intervalMs,
    ...(confirmation.problem && { problem: confirmation.problem }),
  };
  return { watched, held: { snapshot: merged, json: JSON.stringify(snapshot.data) } };
}

/** For a read without a watcher (a page, a first look): kept only while nobody watches. */
export async function offerSnapshot(snapshot: Snapshot): Promise<void> {
  await redis().eval(
    `if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
redis.call('DEL', KEYS[3])
return 1`,
    3,
    key(snapshot.topic, "lease"),
    key(snapshot.topic, "snapshot"),
    key(snapshot.topic, "confirmed"),
    JSON.stringify(snapshot),
    KEEP_S,
  );
}
