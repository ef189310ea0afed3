import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../../../scripts/processes/free-port";
import type { PlatformConsole } from "../../../fixtures/platform-console";
import { startOidcProvider, type TestOidcProvider } from "../../../fixtures/start-oidc-provider";
import { Visitor } from "../../../fixtures/visitor";
import type { House } from "./house";

/** The whole dance with a real OpenID provider: console → provider → login → consent → console. */
export function describeOidcSignIn(house: () => House): void {
  describe("OpenID Connect", () => {
    let provider: TestOidcProvider;
    let at: PlatformConsole;
    beforeAll(async () => {
      const port = await freePort();
      provider = await startOidcProvider(port);
      at = await house().build.start({
        ...house().env,
        SWITCHYARD_LOCAL_ACCOUNTS: "off",
        SWITCHYARD_OIDC_ISSUER: provider.issuer,
        SWITCHYARD_OIDC_CLIENT_ID: provider.clientId,
        SWITCHYARD_OIDC_CLIENT_SECRET: provider.clientSecret,
        SWITCHYARD_OIDC_SCOPE: "openid email profile groups",
        SWITCHYARD_OIDC_ROLE_CLAIM: "groups",
        SWITCHYARD_OIDC_ROLE_MAP: JSON.stringify({ everyone: "viewer", releasers: "approver" }),
      });
      provider.register(`${at.url}/api/auth/callback/oidc`);
    });
    afterAll(async () => {
      await at?.end();
      await provider?.close();
    });

    /** Up to the provider's answer, which is not yet brought to the console. */
    const begin = async (visitor: Visitor, callbackUrl = at.url) => {
      const { csrfToken } = JSON.parse((await visitor.go(`${at.url}/api/auth/csrf`)).text);
      const answer = await visitor.go(`${at.url}/api/auth/signin/oidc`, {
        form: { csrfToken, callbackUrl, json: "true" },
      });
      return JSON.parse(answer.text).url as string;
    };
    const signIn = async (visitor: Visitor, who: string, callbackUrl?: string) =>
      provider.logIn(visitor, await begin(visitor, callbackUrl), who);

    test("only the configured way in is offered", async () => {
      const page = await new Visitor().go(`${at.url}/sign-in`);
      expect(page.text).toContain("&quot;oidc&quot;");
      expect(page.text).toContain("&quot;local&quot;:false");
    });

    test("PKCE, state and nonce go with the request", async () => {
      const asked = new URL(await begin(new Visitor())).searchParams;
      expect(asked.get("code_challenge_method")).toBe("S256");
      for (const name of ["code_challenge", "state", "nonce"])
        expect(asked.get(name)?.length).toBeGreaterThan(20);
    });

    test("a person in a mapped group comes in with its role, to the page they wanted", async () => {
      const visitor = new Visitor();
      const page = await signIn(visitor, "ada", `${at.url}/audit`);
      expect(page.url).toBe(`${at.url}/audit`);
      expect(page.status).toBe(200);
      expect(visitor.trail.some((url) => url.startsWith(`${provider.issuer}/auth?`))).toBe(true);
      const home = await visitor.go(`${at.url}/`);
      expect(home.text).toContain("Ada Lovelace (approver)");
      const rows = await house().postgres.query(
        "select provider, subject, email, role from users where provider <> 'local'",
      );
      expect(rows).toContainEqual({
        provider: provider.issuer,
        subject: "ada",
        email: "ada@example.org",
        role: "approver",
      });
    });

    test("coming back, one keeps one's account and gets the role of today", async () => {
      provider.setGroups("grace", ["everyone"]);
      const first = new Visitor();
      await signIn(first, "grace");
      expect((await first.go(`${at.url}/`)).text).toContain("Grace Hopper (viewer)");
      provider.setGroups("grace", ["everyone", "releasers"]);
      const second = new Visitor();
      await signIn(second, "grace");
      expect((await second.go(`${at.url}/`)).text).toContain("Grace Hopper (approver)");
      const rows = await house().postgres.query("select id from users where subject = 'grace'");
      expect(rows).toHaveLength(1);
    });

    test("a person in no mapped group is not let in, and told so", async () => {
      const visitor = new Visitor();
      const page = await signIn(visitor, "eve");
      expect(new URL(page.url).pathname).toBe("/sign-in");
      expect(new URL(page.url).searchParams.get("error")).toBe("AccessDenied");
      expect(visitor.cookie(at.url, "switchyard.session-token")).toBeUndefined();
    });

    test("an answer with another state is refused", async () => {
      const visitor = new Visitor();
      const back = await provider.logInUpToCallback(visitor, await begin(visitor), "ada");
      back.searchParams.set("state", "another");
      const page = await visitor.go(back.href);
      expect(new URL(page.url).searchParams.get("error")).toBe("OAuthCallback");
      expect(visitor.cookie(at.url, "switchyard.session-token")).toBeUndefined();
    });

    test("an answer brought by another browser is refused", async () => {
      const victim = new Visitor();
      const back = await provider.logInUpToCallback(victim, await begin(victim), "ada");
      const thief = new Visitor();
      const page = await thief.go(back.href);
      expect(new URL(page.url).searchParams.get("error")).toBe("OAuthCallback");
      expect(thief.cookie(at.url, "switchyard.session-token")).toBeUndefined();
    });

    test("with the provider gone the visitor is told, and the console stays", async () => {
      await provider.stop();
      const answer = await begin(new Visitor());
      expect(new URL(answer).searchParams.get("error")).toBe("OAuthSignin");
      expect((await fetch(`${at.url}/api/health`)).status).toBe(200);
    });
  });
}
