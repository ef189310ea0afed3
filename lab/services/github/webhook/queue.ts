import type { GitHubState } from "../state.ts";
import type { Delivery } from "./model.ts";

/** As many are kept to look at. */
const MOST_KEPT = 300;

export const HOOK = "app";

/** Keeps an event for the webhook, where there is one. Part of the transaction that made it true. */
export function queueDelivery(
  state: GitHubState,
  event: string,
  action: string | undefined,
  payload: object,
): void {
  const hook = state.hooks.get(HOOK);
  if (!hook) return;
  const id = crypto.randomUUID();
  state.deliveries.put(id, {
    id,
    event,
    ...(action ? { action } : {}),
    body: JSON.stringify(payload),
    url: hook.url,
    createdAt: new Date(),
    state: "pending",
    attempts: [],
  } satisfies Delivery);
  const kept = state.deliveries.list();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST_KEPT))) {
    if (old.state !== "pending") state.deliveries.delete(old.id);
  }
}
