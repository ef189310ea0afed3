import { createHmac } from "node:crypto";
import { APP } from "../app.ts";
import type { GitHubState } from "../state.ts";
import type { Delivery } from "./model.ts";

export interface Deliverer {
  /** Sends what waits; resolves at once. */
  wake(): void;
  /** Sends one again with its own id. @returns false when it is not known */
  redeliver(id: string): boolean;
}

const ANSWER_MS = 10_000;
const fast = process.env.LAB_PACE === "fast";
/** After each attempt that failed; then the delivery has. GitHub itself does not try again. */
const PAUSES_MS = fast ? [50, 200, 1_000, 3_000] : [1_000, 5_000, 20_000, 60_000];

/** Sends the events of the webhook, in their order; one that fails does not hold up the next. */
export function createDeliverer(state: GitHubState, secret: () => string): Deliverer {
  /** Ids that a timer or a request has in hand. */
  const inHand = new Set<string>();
  let running = Promise.resolve();

  const attempt = async (id: string) => {
    const delivery = state.deliveries.get(id);
    if (delivery?.state !== "pending") {
      inHand.delete(id);
      return;
    }
    const result = await post(delivery, secret());
    const attempts = [...delivery.attempts, { at: new Date(), ...result }];
    const done = result.problem === undefined;
    const pause = PAUSES_MS[attempts.length - 1];
    const told = done ? "delivered" : pause === undefined ? "failed" : "pending";
    state.deliveries.put(id, { ...delivery, attempts, state: told });
    if (told === "pending") state.lab.after(pause as number, () => enqueue(id));
    else inHand.delete(id);
  };
  const enqueue = (id: string) => {
    running = running
      .then(() => attempt(id))
      .catch((error: Error) => {
        inHand.delete(id);
        state.lab.log("github", "A webhook was not sent.", { error: error.stack });
      });
  };
  const take = (id: string) => {
    if (inHand.has(id)) return;
    inHand.add(id);
    enqueue(id);
  };
  return {
    wake() {
      for (const one of state.deliveries.list()) if (one.state === "pending") take(one.id);
    },
    redeliver(id) {
      const delivery = state.deliveries.get(id);
      if (!delivery) return false;
      if (delivery.state !== "pending") {
        state.deliveries.put(id, { ...delivery, state: "pending", attempts: [] });
      }
      take(id);
      return true;
    },
  };
}

async function post(
  { id, event, body, url }: Delivery,
  secret: string,
): Promise<{ status?: number; problem?: string }> {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "GitHub-Hookshot/lab",
        "x-github-event": event,
        "x-github-delivery": id,
        "x-github-hook-id": "1",
        "x-github-hook-installation-target-id": String(APP.id),
        "x-github-hook-installation-target-type": "integration",
        "x-hub-signature-256": `sha256=${signature}`,
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await answer.body?.cancel();
    if (answer.ok) return { status: answer.status };
    return { status: answer.status, problem: `It answered ${answer.status}.` };
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error };
    return { problem: cause?.message || message };
  }
}
