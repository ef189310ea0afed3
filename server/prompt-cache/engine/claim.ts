import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { RedisCommands, RedisReply } from "@/server/redis/commands";

/** Held by the one process that asks the model; the others wait for its answer in Redis. */
export interface Claim {
  /** Gives it back; after a process that died it ends by itself. */
  release(): Promise<void>;
}

const RENEW = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("UNLINK", KEYS[1]) end return 0`;

/** Between two looks: short at first, because many answers are. */
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 120;
/** Other processes that failed to bring an answer, after which this one asks by itself. */
const TURNS = 3;

export interface Claimed {
  /** An equal request was answered meanwhile, here or elsewhere. */
  value?: Buffer;
  /** Whether another process was waited for. */
  waited: boolean;
  /** Undefined with neither value nor claim: others keep failing, ask without. */
  claim?: Claim;
  /** What the prompt is stored under in other contexts, field by field. */
  samePrompt: RedisReply[];
}

/**
 * Claims the question for this process, or waits for the process that holds it. The exact key is
 * read in the same round trip: who claims after another's write finds its answer.
 */
export async function claimOrWait(
  redis: RedisCommands,
  keys: { claim: string; exact: string; samePrompt: string },
  claimMs: number,
): Promise<Claimed> {
  const token = randomUUID();
  let samePrompt: RedisReply[] = [];
  let waited = false;
  for (let turn = 0; turn < TURNS; turn++) {
    const [taken, value, same] = await redis.batch([
      // GET tells whose it is, so that sending this twice is no harm.
      ["SET", keys.claim, token, "NX", "GET", "PX", claimMs],
      ["GET", keys.exact],
      ["HGETALL", keys.samePrompt],
    ]);
    if (Array.isArray(same)) samePrompt = same;
    const own = taken === null || (Buffer.isBuffer(taken) && taken.toString() === token);
    const claim = own ? held(redis, keys.claim, token, claimMs) : undefined;
    if (Buffer.isBuffer(value)) {
      await claim?.release();
      return { value, waited, samePrompt };
    }
    // A full Redis takes no claims; asking by itself is then all that is left.
    if (claim || taken instanceof Error) return { claim, waited, samePrompt };
    waited = true;
    const found = await waitForOther(redis, keys);
    if (found) return { value: found, waited, samePrompt };
  }
  return { waited, samePrompt };
}

/** For a request that goes alone: what is there now, without waiting for anybody. */
export async function lookAlone(
  redis: RedisCommands,
  keys: { exact: string; samePrompt: string },
): Promise<Claimed> {
  const [value, same] = await redis.batch([
    ["GET", keys.exact],
    ["HGETALL", keys.samePrompt],
  ]);
  return {
    ...(Buffer.isBuffer(value) && { value }),
    waited: false,
    samePrompt: Array.isArray(same) ? same : [],
  };
}

/** Until the answer is there, or the claim is gone without one. */
async function waitForOther(
  redis: RedisCommands,
  keys: { claim: string; exact: string },
): Promise<Buffer | undefined> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 1.4)) {
    await delay(wait * (0.75 + Math.random() / 2));
    // In this order: a claim is given back only after the answer is written.
    const [claimed, value] = await redis.batch([
      ["EXISTS", keys.claim],
      ["GET", keys.exact],
    ]);
    if (Buffer.isBuffer(value)) return value;
    if (claimed === 0) return undefined;
  }
}

function held(redis: RedisCommands, key: string, token: string, claimMs: number): Claim {
  const renewal = setInterval(() => {
    redis.run(RENEW, [key], [token, claimMs]).catch(() => {});
  }, claimMs / 3);
  renewal.unref();
  return {
    async release() {
      clearInterval(renewal);
      await redis.run(RELEASE, [key], [token]).catch(() => {});
    },
  };
}
