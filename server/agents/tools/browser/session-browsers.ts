import "server-only";
import { KeptBySession } from "@/server/agents/kept-by-session";
import { held } from "@/server/platform/held";
import { onShutdown } from "@/server/platform/shutdown";
import { type BrowserSettings, OpenBrowser } from "./open-browser";
import { removeLeftBehind } from "./watch-browser";

/** They outlive a run, so that an approved click finds the page that was shown. Each holds some 300 MB. */
const browsers = () =>
  held("agents.browsers", () => {
    const all = new KeptBySession<OpenBrowser>({ most: 6, idleMs: 10 * 60_000 });
    onShutdown(() => all.end());
    void removeLeftBehind();
    return all;
  });

/** The session's browser in this process; a new one when there is none. @throws AppError upstream */
export const browserOf = (sessionId: string, settings: BrowserSettings): Promise<OpenBrowser> =>
  browsers().of(sessionId, () => OpenBrowser.start(sessionId, settings));

/** The one that runs already, without waiting and without starting one. */
export const runningBrowser = (sessionId: string): OpenBrowser | undefined =>
  browsers().running(sessionId);

/** Ends the browser of a session, or all of this process, and waits until they are gone. */
export const endBrowsers = (sessionId?: string): Promise<void> => browsers().end(sessionId);
