import "server-only";
import { isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import type { AmiParts, Delivery } from "../contracts";
import { problemSentence } from "../problem-sentence";

const AT_ONCE = 20;
/** Longer than a channel takes at most, retries included. */
const LEASE_MS = 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** About four hours of trying. */
const MOST_ATTEMPTS = 24;

/** Sends what is due in the outbox. Never throws for a channel: the log of deliveries says what failed. */
export async function deliverNotices(parts: AmiParts): Promise<{ sent: number; failed: number }> {
  const due = await parts.store.notifications.take(AT_ONCE, LEASE_MS);
  const results = await Promise.all(due.map((delivery) => deliver(parts, delivery)));
  const sent = results.filter(Boolean).length;
  return { sent, failed: results.length - sent };
}

async function deliver(parts: AmiParts, delivery: Delivery): Promise<boolean> {
  const { notifications } = parts.store;
  const channel = parts.channels.find(({ name }) => name === delivery.channel);
  if (!channel) {
    await notifications.settle(delivery.id, {
      sent: false,
      error: "This channel is not configured any more.",
    });
    return false;
  }
  try {
    await channel.send(delivery);
    await notifications.settle(delivery.id, { sent: true });
    return true;
  } catch (error) {
    const hopeless = isAppError(error) && !error.retryable;
    const { id, attempts } = delivery;
    log().warn({ error, id, attempts, channel: channel.name }, "a notice could not be sent");
    await notifications.settle(id, {
      sent: false,
      error: problemSentence(error),
      ...(!hopeless && attempts < MOST_ATTEMPTS && { retryAt: retryAt(parts, attempts) }),
    });
    return false;
  }
}

/** 5 s, 10 s, 20 s, … at most a quarter of an hour. */
function retryAt(parts: AmiParts, attempts: number): Date {
  const wait = Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1), LONGEST_RETRY_MS);
  return new Date(parts.now().getTime() + wait);
}
