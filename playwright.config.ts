import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/setup/find-chromium.ts";

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
  // The tests share one stack: what one decides, another would find decided. `scripts/test` runs two such lanes.
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
    // Without a graphics card every turn of a spinner is drawn by the cores that the servers need.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: findChromium(),
      args: [...QUIET, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    },
  },
  projects: [
    // The stories come first: what they leave behind is what the routes are then looked at with.
    folder("stories"),
    // An agent explains the release that the stories left failed; what strangers push comes after it.
    ...["agents", "strangers"].map((name) => folder(name, ["stories"])),
    // Every route on both devices and in both themes; what a theme can break hardly depends on the width.
    ...[
      { name: "desktop-light", use: { ...DESKTOP, colorScheme: "light" as const } },
      { name: "phone-dark", use: { ...PHONE, colorScheme: "dark" as const } },
    ].map((sweep) => ({ ...sweep, testMatch: "routes/**/*.e2e.ts", dependencies: ["stories"] })),
    // What people do to each other, and a workflow.
    ...["sign-in", "decisions", "prompt-cache"].map((name) => folder(name, ["stories"])),
    // A workflow that mostly waits for its nodes, and the faults, which have a stack of their own.
    folder("ami-updates"),
    folder("ami-troubles", ["ami-updates"]),
    folder("faults"),
  ],
});
