import "server-only";
import { held } from "@/server/platform/held";

const listeners = () => held("ami.lookAgain", () => new Set<() => void>());

/** Asks this process's follower for a pass at once: after a webhook, a decision, a started update. */
export const lookAgain = (): void => {
  for (const listener of listeners()) listener();
};

/** Hears `lookAgain` until the returned function is called. */
export function onLookAgain(listener: () => void): () => void {
  listeners().add(listener);
  return () => listeners().delete(listener);
}
