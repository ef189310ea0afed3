import { startStack } from "./start-stack.ts";

/** Playwright calls this once before all tests: it starts the stack that they share, and gives back how to end it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // Slow enough that one node after the other is seen, fast enough for a test.
  process.env.LAB_CLUSTER_STEP_MS ??= "250";
  const stack = await startStack({ amiUpdates: true, agents: true });
  const { url, labUrl, loadBalancerUrl, databaseUrl, redisUrl, stateDir, password } = stack;
  const addresses = { url, labUrl, loadBalancerUrl, databaseUrl, redisUrl, stateDir, password };
  // The workers inherit the environment of this process.
  process.env.SWITCHYARD_TEST_STACK = JSON.stringify(addresses);
  return () => stack.stop();
}
