import "server-only";
import { held } from "@/server/platform/held";
import { onShutdown } from "@/server/platform/shutdown";
import { type BrowserSettings, OpenBrowser } from "./open-browser";
import { removeLeftBehind } from "./watch-browser";

/** A browser without a call for so long ends; its page with it. */
const IDLE_MS = 10 * 60_000;
/** Each holds some 300 MB for as long as it lives. */
const MOST = 6;

interface Kept {
  browser: Promise<OpenBrowser>;
  /** Once it runs. */
  open?: OpenBrowser;
  usedAt: number;
  timer?: NodeJS.Timeout;
}

/** By session. They outlive a run, so that an approved click finds the page that was shown. */
const browsers = () =>
  held("agents.browsers", () => {
    const all = new Map<string, Kept>();
    onShutdown(endBrowsers);
    void removeLeftBehind();
    return all;
  });

/** The session's browser in this process; a new one when there is none. @throws AppError upstream */
export async function browserOf(
  sessionId: string,
  settings: BrowserSettings,
): Promise<OpenBrowser> {
  const there = browsers().get(sessionId);
  const alive = await there?.browser.catch(() => undefined);
  if (there && alive?.alive()) {
    touch(sessionId, there);
    return alive;
  }
  makeRoom();
  const kept: Kept = { browser: OpenBrowser.start(sessionId, settings), usedAt: Date.now() };
  browsers().set(sessionId, kept);
  touch(sessionId, kept);
  try {
    kept.open = await kept.browser;
    return kept.open;
  } catch (error) {
    end(sessionId, kept);
    throw error;
  }
}

/** The one that runs already, without waiting and without starting one. */
export function runningBrowser(sessionId: string): OpenBrowser | undefined {
  const open = browsers().get(sessionId)?.open;
  return open?.alive() ? open : undefined;
}

/** Ends the browser of a session, or all of this process, and waits until they are gone. */
export async function endBrowsers(sessionId?: string): Promise<void> {
  const ended = [...browsers()].filter(([id]) => sessionId === undefined || id === sessionId);
  await Promise.all(ended.map(([id, kept]) => end(id, kept)));
}

function touch(sessionId: string, kept: Kept): void {
  kept.usedAt = Date.now();
  clearTimeout(kept.timer);
  kept.timer = setTimeout(() => end(sessionId, kept), IDLE_MS);
  kept.timer.unref();
}

function makeRoom(): void {
  const oldest = [...browsers()].sort(([, a], [, b]) => a.usedAt - b.usedAt);
  for (const [sessionId, kept] of oldest.slice(0, Math.max(0, oldest.length + 1 - MOST)))
    void end(sessionId, kept);
}

async function end(sessionId: string, kept: Kept): Promise<void> {
  clearTimeout(kept.timer);
  if (browsers().get(sessionId) === kept) browsers().delete(sessionId);
  await kept.browser.then((browser) => browser.end()).catch(() => undefined);
}
