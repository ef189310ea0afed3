import { describe, expect, it } from "vitest";
import { RenewedRetries } from "@/server/aws/renewed-retries";

const broken = { errorType: "TRANSIENT" } as const;

describe("RenewedRetries", () => {
  let clock = 0;
  const retries = new RenewedRetries(4, () => clock);
  const again = async () =>
    retries.refreshRetryTokenForRetry(await retries.acquireInitialRetryToken("unit"), broken);

  it("stops trying again when an outage has spent the quota, and begins anew after a while", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 200 }, again));
    expect(tries.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(tries.at(-1)?.status).toBe("rejected");
    clock += 29_999;
    await expect(again()).rejects.toThrow("No retry token");
    clock += 1;
    expect((await again()).getRetryCount()).toBe(1);
  });

  it("gives up after as many attempts as it was told", async () => {
    let token = await retries.acquireInitialRetryToken("unit");
    for (let attempt = 2; attempt <= 4; attempt += 1)
      token = await retries.refreshRetryTokenForRetry(token, broken);
    await expect(retries.refreshRetryTokenForRetry(token, broken)).rejects.toThrow();
  });
});
