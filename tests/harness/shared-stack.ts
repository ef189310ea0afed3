import type { StackAddresses } from "./start-stack.ts";

/** The stack that all end-to-end tests share. A test that breaks things starts one of its own. */
export function sharedStack(): StackAddresses {
  const text = process.env.SWITCHYARD_TEST_STACK;
  if (!text)
    throw new Error("There is no stack: these tests run through Playwright's global set-up.");
  return JSON.parse(text) as StackAddresses;
}
