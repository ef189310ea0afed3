import { startStack } from "./start-stack.ts";

/** Playwright calls this once before all tests: it starts the stack that they share, and gives back how to end it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stack = await startStack();
  const { url, labUrl, loadBalancerUrl, databaseUrl, redisUrl, stateDir, password } = stack;
  const addresses = { url, labUrl, loadBalancerUrl, databaseUrl, redisUrl, stateDir, password };
  // The workers inherit the environment of this process.
  process.env.SWITCHYARD_TEST_STACK = JSON.stringify(addresses);
  return () => stack.stop();
}
