import "server-only";
import { StandardRetryStrategy } from "@smithy/core/retry";

type Standard = StandardRetryStrategy;

const RENEW_MS = 30_000;

/**
 * The SDK's standard retries with a quota that time renews. On its own it grows by one with each
 * success, so that after an outage had spent it, calls would not be tried again for minutes.
 */
export class RenewedRetries
  implements
    Pick<
      Standard,
      "mode" | "acquireInitialRetryToken" | "refreshRetryTokenForRetry" | "recordSuccess"
    >
{
  readonly mode = "standard";
  readonly #maxAttempts: number;
  readonly #clock: () => number;
  #standard: Standard;
  #renewAt: number;

  constructor(maxAttempts: number, clock: () => number = Date.now) {
    this.#maxAttempts = maxAttempts;
    this.#clock = clock;
    this.#standard = new StandardRetryStrategy(maxAttempts);
    this.#renewAt = clock() + RENEW_MS;
  }

  acquireInitialRetryToken(scope: string): ReturnType<Standard["acquireInitialRetryToken"]> {
    if (this.#clock() >= this.#renewAt) {
      this.#standard = new StandardRetryStrategy(this.#maxAttempts);
      this.#renewAt = this.#clock() + RENEW_MS;
    }
    return this.#standard.acquireInitialRetryToken(scope);
  }

  refreshRetryTokenForRetry(
    ...args: Parameters<Standard["refreshRetryTokenForRetry"]>
  ): ReturnType<Standard["refreshRetryTokenForRetry"]> {
    return this.#standard.refreshRetryTokenForRetry(...args);
  }

  recordSuccess(...args: Parameters<Standard["recordSuccess"]>): void {
    this.#standard.recordSuccess(...args);
  }
}
