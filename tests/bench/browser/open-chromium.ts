import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { findChromium } from "../../../scripts/setup/find-chromium.ts";
import { SESSION_COOKIE } from "../console/session-of.ts";

/** Chromium without a screen that asks nobody but loopback. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });

/** A browser profile with an empty cache, signed in by the session's cookie when one is given. */
export async function newProfile(
  browser: Browser,
  url: string,
  session?: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (session) await context.addCookies([{ name: SESSION_COOKIE, value: session, url }]);
  return context;
}
