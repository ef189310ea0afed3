import { devices, expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { lookAt, watchStrangers } from "../../harness/look-at.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

const { defaultBrowserType: _, ...PHONE } = devices["iPhone 13"];

const SWEEPS = [
  { name: "desktop-light", use: { colorScheme: "light" } },
  {
    name: "phone-dark",
    use: { ...PHONE, viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  },
] as const;

/** After rollout.e2e.ts: with a rollout that was verified, and a proposal that waits in the inbox. */
const ROUTES = [
  routes.inbox(),
  routes.amiUpdates(),
  routes.amiHistory(),
  routes.amiProposal("nothing-of-that-id"),
  routes.amiRollout("prod", "default"),
  routes.amiRollout("no-such-cluster", "default"),
];

for (const { name, use } of SWEEPS)
  test.describe(name, () => {
    test.use(use);

    test("every page of AMI updates is accessible, and asks nobody but the console", async ({
      page,
    }) => {
      const stack = sharedStack();
      const seen = watchStrangers(page, stack.url);
      await signIn(page, stack, "approver");
      for (const route of ROUTES)
        await test.step(route, () => lookAt(page, stack.url, route, `ami-${name}`));
      expect(seen).toEqual({ strangers: [], blocked: [] });
    });
  });
