import type { BrowserContext, Page } from "@playwright/test";

/** One load of a page in Chromium. Times are milliseconds from the start of the navigation. */
export interface Load {
  /** The first byte of the answer. */
  firstByte: number;
  /** First contentful paint. */
  painted: number;
  /** The heading stands there, nothing in the page is busy, and React listens to it. */
  usable: number;
  /** All JavaScript that the page loaded, bytes of the compressed bodies, from wherever it came. */
  javascript: number;
  /** What of all that the page loaded came over the network, bytes. */
  network: number;
}

declare global {
  interface Window {
    usableAt?: number;
  }
}

/** Loads an address in a new tab of the profile, whose cache is used as it is. */
export async function loadPage(profile: BrowserContext, address: string): Promise<Load> {
  const page = await profile.newPage();
  try {
    await page.addInitScript(noteUsable);
    const answer = await page.goto(address);
    if (!answer?.ok()) throw new Error(`${address} answered ${answer?.status()}.`);
    await page.waitForFunction(() => window.usableAt !== undefined);
    await untilQuiet(page);
    const load = await page.evaluate(readTimings);
    if (!(load.javascript > 0 && load.painted > 0)) throw new Error(`${address} loaded nothing.`);
    return load;
  } finally {
    await page.close();
  }
}

/** Runs in the page before anything of it. */
function noteUsable(): void {
  const look = () => {
    const heading = document.querySelector("h1");
    // React leaves its mark on an element when it has hydrated it.
    const hydrated = heading && Object.keys(heading).some((key) => key.startsWith("__reactProps"));
    if (hydrated && heading.offsetHeight > 0 && !document.querySelector("[aria-busy=true]"))
      window.usableAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** The live stream never ends, so that "no connection open" never comes: half a second without a new resource. */
async function untilQuiet(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.waitForFunction(() => {
    const ends = performance.getEntriesByType("resource").map((one) => one.startTime);
    return performance.now() - Math.max(0, ...ends) > 500;
  });
}

/** Runs in the page. */
function readTimings(): Load {
  const [navigation] = performance.getEntriesByType("navigation");
  const resources = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const scripts = new Map(
    resources
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .map(({ name, encodedBodySize }) => [name, encodedBodySize]),
  );
  const total = (sizes: Iterable<number>) => [...sizes].reduce((sum, size) => sum + size, 0);
  const document = navigation as PerformanceNavigationTiming;
  return {
    firstByte: document.responseStart,
    painted: paint?.startTime ?? 0,
    usable: window.usableAt ?? 0,
    javascript: total(scripts.values()),
    network: document.transferSize + total(resources.map(({ transferSize }) => transferSize)),
  };
}
