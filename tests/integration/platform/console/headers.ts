import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlatformConsole } from "../../../fixtures/platform-console";
import { signInLocally } from "../../../fixtures/sign-in";
import { Visitor } from "../../../fixtures/visitor";
import { emailOf, type House, PASSWORD } from "./house";

const directive = (csp: string, name: string): string =>
  csp.split("; ").find((part) => part.startsWith(`${name} `)) ?? "";

/** What every answer carries, over http and behind https. */
export function describeHeaders(house: () => House): void {
  describe("response headers", () => {
    let plain: PlatformConsole;
    let secure: PlatformConsole;
    beforeAll(async () => {
      const start = house().build.start;
      [plain, secure] = await Promise.all([
        start(house().env),
        start({ ...house().env, NEXTAUTH_URL: "https://console.example" }),
      ]);
    });
    afterAll(async () => {
      await Promise.all([plain?.end(), secure?.end()]);
    });

    test("the CSP has a new nonce each time, and every script of the page carries it", async () => {
      const pages = await Promise.all([1, 2].map(() => new Visitor().go(`${plain.url}/sign-in`)));
      const nonces = pages.map(
        ({ headers }) =>
          /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "",
      );
      expect(nonces[0]).not.toBe(nonces[1]);
      const scripts = pages[0]?.text.match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(3);
      for (const script of scripts) expect(script).toContain(`nonce="${nonces[0]}"`);
    });

    test("the CSP lets nothing in from elsewhere", async () => {
      const { headers } = await new Visitor().go(`${plain.url}/sign-in`);
      const csp = headers.get("content-security-policy") ?? "";
      expect(directive(csp, "script-src")).toMatch(
        /^script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic'$/,
      );
      expect(directive(csp, "style-src")).toMatch(/^style-src 'self' 'nonce-[^']+'$/);
      expect(directive(csp, "frame-ancestors")).toBe("frame-ancestors 'none'");
      expect(directive(csp, "connect-src")).toBe("connect-src 'self'");
      expect(csp).not.toMatch(/unsafe-eval|https?:|\*/);
      expect(csp).not.toContain("upgrade-insecure-requests");
    });

    test("a nonce or a path that a client sends along is not believed", async () => {
      const { text } = await new Visitor().go(`${plain.url}/sign-in`, {
        headers: { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" },
      });
      expect(text).not.toContain('nonce="mine"');
    });

    test("pages, API answers, redirects and static files carry the other headers", async () => {
      const page = await new Visitor().go(`${plain.url}/sign-in`);
      const file = /\/_next\/static\/[^"]+\.js/.exec(page.text)?.[0];
      for (const path of ["/sign-in", "/api/health?live", "/", file]) {
        const { headers } = await new Visitor().go(`${plain.url}${path}`, { follow: false });
        expect(headers.get("x-content-type-options"), path).toBe("nosniff");
        expect(headers.get("x-frame-options"), path).toBe("DENY");
        expect(headers.get("referrer-policy"), path).toBe("same-origin");
        expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
        expect(headers.get("permissions-policy"), path).toContain("camera=()");
        expect(headers.get("x-powered-by"), path).toBeNull();
        expect(headers.get("strict-transport-security"), path).toBeNull();
      }
      const api = await new Visitor().go(`${plain.url}/api/audit`);
      expect(api.headers.get("cache-control")).toBe("no-store");
      expect(api.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    });

    test("behind https: upgraded, HSTS, and cookies bound to the host", async () => {
      const { headers } = await new Visitor().go(`${secure.url}/sign-in`);
      expect(headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
      expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
      const visitor = new Visitor();
      await signInLocally(visitor, secure.url, { email: emailOf("viewer"), password: PASSWORD });
      const cookies = visitor.setCookies;
      const session = cookies.find((line) => line.startsWith("__Host-switchyard.session-token="));
      expect(session).toMatch(/; Secure/i);
      expect(session).toMatch(/; HttpOnly/i);
      expect(session).not.toMatch(/; Domain/i);
      for (const cookie of cookies) expect(cookie).toMatch(/^__(Host|Secure)-/);
    });
  });
}
