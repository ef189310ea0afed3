import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/test/ensure-needs.ts";

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = {
  ...devices["iPhone 13"],
  defaultBrowserType: "chromium",
  viewport: { width: 390, height: 844 },
} as const;

/** Flags that keep Chromium to itself: no name but loopback resolves, so nothing it might fetch can leave. */
const QUIET = [
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-pings",
  "--no-first-run",
  "--no-default-browser-check",
];

/** Every route in both themes and on both devices. */
const SWEEPS = (["light", "dark"] as const).flatMap((colorScheme) => [
  { name: `desktop-${colorScheme}`, colorScheme, device: DESKTOP },
  { name: `phone-${colorScheme}`, colorScheme, device: PHONE },
]);

/** The folder of that name, one file after the other: they share a stack and change it. */
const alone = (name: string, dependencies: string[] = []) => ({
  name,
  testMatch: `${name}/**/*.e2e.ts`,
  dependencies,
  workers: 1,
  use: { ...DESKTOP, colorScheme: "light" as const },
});

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/harness/global-setup.ts",
  outputDir: "test-results/e2e",
  // Two cores. Which projects run side by side is said by what they depend on.
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: "list",
  use: {
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    launchOptions: {
      executablePath: findChromium(),
      args: [...QUIET, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    },
  },
  projects: [
    // The stories come first: what they leave behind is what the routes are then looked at with.
    alone("stories"),
    // Beside them, and so before the routes too; what fails here leaves nothing else unrun.
    alone("ami-updates"),
    // Faults wait a lot, on a stack of their own: the routes are looked at meanwhile.
    alone("faults", ["stories"]),
    ...SWEEPS.map(({ name, colorScheme, device }) => ({
      name,
      testMatch: "routes/**/*.e2e.ts",
      dependencies: ["stories"],
      use: { ...device, colorScheme },
    })),
    alone("sign-in", ["stories"]),
    // These change what the shared stack shows, each its own workflow.
    ...["decisions", "ami-troubles", "prompt-cache"].map((name) =>
      alone(
        name,
        SWEEPS.map((sweep) => sweep.name),
      ),
    ),
  ],
});
