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

/** The folder of that name, after what it stands on. */
const folder = (name: string, dependencies: string[] = []) => ({
  name,
  testMatch: `${name}/**/*.e2e.ts`,
  dependencies,
  use: { ...DESKTOP, colorScheme: "light" as const },
});

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/harness/global-setup.ts",
  outputDir: "test-results/e2e",
  // The tests share one stack and two cores: side by side they only wait for each other.
  workers: 1,
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
    folder("stories"),
    folder("ami-updates"),
    // Every route on both devices and in both themes; what a theme can break hardly depends on the width.
    ...[
      { name: "desktop-light", use: { ...DESKTOP, colorScheme: "light" as const } },
      { name: "phone-dark", use: { ...PHONE, colorScheme: "dark" as const } },
    ].map((sweep) => ({ ...sweep, testMatch: "routes/**/*.e2e.ts", dependencies: ["stories"] })),
    // What people and outages do to each other, and a workflow; the faults have a stack of their own.
    ...["sign-in", "decisions", "ami-troubles", "prompt-cache", "faults"].map((name) =>
      folder(name, ["stories"]),
    ),
  ],
});
