import type { Lab } from "../../core/contracts.ts";
import { functionsOf } from "./model.ts";
import type { Pool } from "./pool.ts";

interface QueuedEvent {
  id: string;
  functionName: string;
  payload: string;
  attempts: number;
}

/** Lambda tries an event three times, a minute and two apart; the lab waits shorter. */
const ATTEMPTS = 3;
const RETRY_MS = process.env.LAB_PACE === "fast" ? 200 : 5_000;

export interface EventQueue {
  /** Takes an event; it is durable when this returns. */
  add(functionName: string, payload: string, requestId: string): void;
  /** Runs what a kill left over. */
  start(): void;
}

/** Events of invocations that nobody waits for: run at least once, and dropped after three failures. */
export function createEventQueue(lab: Lab, pool: Pool): EventQueue {
  const events = lab.store.collection<QueuedEvent>("lambda.events");
  const functions = functionsOf(lab);

  const run = async (id: string): Promise<void> => {
    const event = events.get(id);
    if (!event) return;
    const one = functions.get(event.functionName);
    if (!one) {
      events.delete(id);
      return;
    }
    const outcome = await pool.invoke(one, event.id, event.payload);
    if (!outcome.functionError) {
      events.delete(id);
      return;
    }
    const attempts = event.attempts + 1;
    if (attempts >= ATTEMPTS) {
      events.delete(id);
      lab.log("lambda", "An event was dropped after three attempts.", { function: one.name, id });
      return;
    }
    events.put(id, { ...event, attempts });
    lab.after(RETRY_MS * attempts, () => run(id));
  };

  return {
    add(functionName, payload, requestId) {
      events.put(requestId, { id: requestId, functionName, payload, attempts: 0 });
      lab.after(0, () => run(requestId));
    },
    start() {
      for (const { id } of events.list()) lab.after(0, () => run(id));
    },
  };
}
