import type { RepositoryId } from "./model.ts";
import type { GitHubState } from "./state.ts";

/** The lab's GitHub at work: its state, and what must follow from each change. */
export interface GitHub extends GitHubState {
  /**
   * Does what follows from moved branches: pull requests are synchronised, closed or merged, and
   * everybody is told. Awaited after each write to a repository; `sender` is who wrote.
   */
  settle(repository: RepositoryId, sender: string): Promise<void>;
  /** Sends what waits for the webhook; called after records were written. */
  wakeDeliveries(): void;
}
