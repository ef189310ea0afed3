import "server-only";
import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { BrowserContext, JSHandle, Page } from "playwright-core";
import { forwardProxy } from "@/server/agents/egress/forward-proxy";
import { type HostRule, isListed } from "@/server/agents/egress/hosts";
import { pinAddress } from "@/server/agents/egress/pin-address";
import { AppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { type Confined, confine, PROXY_INSIDE } from "./confine";
import type { PageText } from "./page-script";
import { watchBrowser } from "./watch-browser";

export interface BrowserSettings {
  /** Host path of Chromium. */
  chromium: string;
  /** What the agent may read without asking. */
  hosts: readonly HostRule[];
  /** What may be on this machine or network. */
  localHosts: readonly HostRule[];
}

/** A browser of one session, with the one page that it shows. */
export class OpenBrowser {
  /** What was read last: numbers of elements are its. */
  read: { page: JSHandle; text: PageText; url: string } | undefined;
  readonly page: Page;
  /** The last address that the page itself, not a part of it, could not load. */
  failed: string | undefined;
  private ended = false;
  /** `host:port` that people let it go to. */
  private readonly admitted = new Set<string>();
  /** Why a host was refused last, by `host:port`. */
  private readonly refusals = new Map<string, string>();
  private readonly context: BrowserContext;
  private readonly settings: BrowserSettings;
  private readonly close: () => Promise<void>;

  private constructor(
    context: BrowserContext,
    settings: BrowserSettings,
    close: () => Promise<void>,
  ) {
    this.context = context;
    this.settings = settings;
    this.close = close;
    this.page = context.pages()[0] as Page;
    this.watch(this.page);
    // Windows that scripts open are closed: the session has one page.
    context.on("page", (page) => void page.close().catch(() => undefined));
    context.on("close", () => {
      this.ended = true;
    });
  }

  /** @throws AppError upstream in one sentence when Chromium does not start; what was begun is undone */
  static async start(sessionId: string, settings: BrowserSettings): Promise<OpenBrowser> {
    const confined = await confine(sessionId, settings.chromium);
    let browser: OpenBrowser | undefined;
    let stopWatching: (() => void) | undefined;
    const proxy = forwardProxy(async (to) => {
      if (!browser) throw new AppError("forbidden", "The browser is not ready.");
      return browser.admit(to);
    });
    const close = async () => {
      stopWatching?.();
      proxy.close();
      proxy.closeAllConnections();
      await rm(confined.folder, { recursive: true, force: true });
    };
    try {
      await listen(proxy, confined.proxySocket);
      const context = await launch(confined);
      browser = new OpenBrowser(context, settings, close);
      stopWatching = await watchBrowser(confined, () => void browser?.end());
      return browser;
    } catch (cause) {
      await close();
      log().warn({ cause }, "the agents' browser did not start");
      throw new AppError("upstream", "The browser did not start.", { cause, effect: "none" });
    }
  }

  alive(): boolean {
    return !this.ended;
  }

  /** Lets it go where a person agreed to. */
  allow(host: string, port: number): void {
    this.admitted.add(`${host}:${port}`);
  }

  allows(host: string, port: number): boolean {
    return isListed(this.settings.hosts, host, port) || this.admitted.has(`${host}:${port}`);
  }

  /** Why a page of there was refused, in one sentence. */
  refusal({ host, port }: { host: string; port: number }): string | undefined {
    return this.refusals.get(`${host}:${port}`);
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.context.close().catch(() => undefined);
    await this.close();
  }

  private async admit({ host, port }: { host: string; port: number }) {
    try {
      if (!this.allows(host, port))
        throw new AppError(
          "forbidden",
          `${host}${port === 80 || port === 443 ? "" : `:${port}`} is not among the hosts that this agent may read, and nobody let it go there.`,
        );
      const pinned = await pinAddress(host, port, this.settings.localHosts);
      this.refusals.delete(`${host}:${port}`);
      return pinned;
    } catch (error) {
      if (this.refusals.size > 500) this.refusals.clear();
      this.refusals.set(`${host}:${port}`, (error as Error).message);
      throw error;
    }
  }

  private watch(page: Page): void {
    page.on("dialog", (dialog) => void dialog.dismiss().catch(() => undefined));
    page.on("download", (download) => void download.cancel().catch(() => undefined));
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame()) this.read = undefined;
    });
    page.on("requestfailed", (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame())
        this.failed = request.url();
    });
    page.on("crash", () => void this.end());
    page.setDefaultTimeout(10_000);
  }
}

async function listen(proxy: Server, socket: string): Promise<void> {
  proxy.listen(socket);
  await once(proxy, "listening");
  // The folder around it is closed to everybody but the browser's account.
  await chmod(socket, 0o666);
}

async function launch({ profile, program }: Confined): Promise<BrowserContext> {
  // Large, and most processes never open a page.
  const { chromium } = await import("playwright-core");
  return chromium.launchPersistentContext(profile, {
    executablePath: program,
    headless: true,
    // Namespaces, account and filter around it hold more than its own sandbox, which needs namespaces too.
    chromiumSandbox: false,
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
    proxy: { server: PROXY_INSIDE, bypass: "<-loopback>" },
    serviceWorkers: "block",
    acceptDownloads: false,
    permissions: [],
    viewport: { width: 1280, height: 900 },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 30_000,
    args: [
      "--disable-quic",
      "--dns-prefetch-disable",
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      "--no-pings",
    ],
  });
}
