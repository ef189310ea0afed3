import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlatformConsole } from "../../../fixtures/platform-console";
import { signInLocally } from "../../../fixtures/sign-in";
import { Visitor } from "../../../fixtures/visitor";
import { emailOf, type House, PASSWORD } from "./house";

/** Signing in and out with a local account, and what a session is worth. */
export function describeLocalSignIn(house: () => House): void {
  describe("local accounts", () => {
    let at: PlatformConsole;
    beforeAll(async () => {
      at = await house().build.start(house().env);
    });
    afterAll(async () => {
      await at?.end();
    });
    const signIn = (visitor: Visitor, role: string, over: { password?: string } = {}) =>
      signInLocally(visitor, at.url, { email: emailOf(role), password: PASSWORD, ...over });

    test("a signed-out visitor is sent to the sign-in page and back to where they wanted to go", async () => {
      const visitor = new Visitor();
      const sent = await visitor.go(`${at.url}/audit?person=ada`, { follow: false });
      expect(sent.status).toBe(307);
      expect(sent.headers.get("location")).toBe(
        `${at.url.replace(/^http:..[^/]+/, "")}/sign-in?callbackUrl=%2Faudit%3Fperson%3Dada`,
      );
    });

    test("signing in makes a hardened session cookie, and pages know who it is", async () => {
      const visitor = new Visitor();
      const answer = await signIn(visitor, "operator");
      expect(answer).toMatchObject({ status: 200, error: undefined });
      const cookie = visitor.setCookies.find((line) =>
        line.startsWith("switchyard.session-token="),
      );
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      expect(cookie).toMatch(/; Path=\//i);
      expect(cookie).not.toMatch(/; Domain/i);
      expect((await visitor.go(`${at.url}/`)).text).toContain("The operator (operator)");
      expect((await visitor.go(`${at.url}/api/auth/session`)).text).not.toContain("sid");
    });

    test("an unknown account and a wrong password give the very same answer", async () => {
      const wrong = await signIn(new Visitor(), "viewer", { password: "not it" });
      const unknown = await signInLocally(new Visitor(), at.url, {
        email: "nobody@example.org",
        password: "not it",
      });
      expect(wrong).toMatchObject({ status: 401, error: "CredentialsSignin" });
      expect(unknown.status).toBe(wrong.status);
      expect(unknown.text).toBe(wrong.text);
    });

    test("without next-auth's CSRF token nobody is signed in", async () => {
      const visitor = new Visitor();
      await visitor.go(`${at.url}/api/auth/callback/credentials`, {
        form: { email: emailOf("admin"), password: PASSWORD, csrfToken: "made up" },
        follow: false,
      });
      expect(visitor.cookie(at.url, "switchyard.session-token")).toBeUndefined();
    });

    test.each([
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
    ])("a callback to %s stays on the console", async (callbackUrl) => {
      const answer = await signInLocally(new Visitor(), at.url, {
        email: emailOf("viewer"),
        password: PASSWORD,
        callbackUrl,
      });
      expect(answer.error).toBeUndefined();
      expect(new URL(answer.target ?? "").origin).toBe(at.url);
    });

    test("a page without the permission is refused with the reason, a read with 403", async () => {
      const visitor = new Visitor();
      await signIn(visitor, "viewer");
      const page = await visitor.go(`${at.url}/audit`);
      expect(page.status).toBe(403);
      expect(page.text).toContain("This needs the role operator; you are signed in as viewer.");
      const read = await visitor.go(`${at.url}/api/audit`);
      expect(read.status).toBe(403);
      expect(JSON.parse(read.text)).toMatchObject({ ok: false, problem: { code: "forbidden" } });
    });

    test("signing out ends the session, also for a copy of its cookie", async () => {
      const visitor = new Visitor();
      await signIn(visitor, "operator");
      const copy = new Visitor();
      for (const [host, jar] of visitor.cookies) copy.cookies.set(host, new Map(jar));
      expect((await copy.go(`${at.url}/api/audit`)).status).toBe(200);
      const { csrfToken } = JSON.parse((await visitor.go(`${at.url}/api/auth/csrf`)).text);
      await visitor.go(`${at.url}/api/auth/signout`, { form: { csrfToken, json: "true" } });
      expect(visitor.cookie(at.url, "switchyard.session-token")).toBeUndefined();
      expect((await copy.go(`${at.url}/api/audit`)).status).toBe(401);
    });

    test("a forged cookie is nobody", async () => {
      const visitor = new Visitor();
      visitor.cookies.set(
        "127.0.0.1",
        new Map([["switchyard.session-token", "e30.e30.e30.e30.e30"]]),
      );
      expect((await visitor.go(`${at.url}/api/audit`)).status).toBe(401);
      expect((await visitor.go(`${at.url}/`, { follow: false })).status).toBe(307);
    });

    test("an action called by hand: signed out, as viewer, as approver; with the ledger showing it", async () => {
      const call = (visitor: Visitor, input: unknown, origin = at.url) =>
        visitor.go(`${at.url}/`, {
          body: JSON.stringify([input]),
          headers: {
            "next-action": house().build.actionId("decideAction"),
            "content-type": "text/plain;charset=UTF-8",
            origin,
          },
        });
      const begun = new Date().toISOString();
      const nobody = await call(new Visitor(), { pipeline: "lab-app" });
      expect(nobody.text).toContain('"code":"unauthenticated"');
      const viewer = new Visitor();
      await signIn(viewer, "viewer");
      expect((await call(viewer, { pipeline: "lab-app" })).text).toContain('"code":"forbidden"');
      const approver = new Visitor();
      await signIn(approver, "approver");
      expect((await call(approver, { pipeline: "lab-app" })).text).toContain("Approved lab-app.");
      expect((await call(approver, { pipeline: 7 })).text).toContain('"code":"invalid"');
      const stranger = await call(approver, { pipeline: "other-origin" }, "https://evil.example");
      expect(stranger.text).not.toContain("Approved");

      const read = await approver.go(`${at.url}/api/audit?action=test.decide&from=${begun}`);
      const { data } = JSON.parse(read.text);
      expect(
        data.entries.map(
          (entry: { person: { role: string }; outcome: string; target?: string }) => [
            entry.person.role,
            entry.outcome,
            entry.target,
          ],
        ),
      ).toEqual([
        ["approver", "refused", undefined],
        ["approver", "applied", "lab-app/Approval"],
        ["viewer", "refused", "lab-app/Approval"],
      ]);
      expect(data.entries[1].upstream).toEqual([
        { service: "codepipeline", operation: "Put", requestId: "aws-1" },
      ]);
      const refused = await approver.go(
        `${at.url}/api/audit?outcome=refused&person=VIEWER&limit=1&before=`,
      );
      expect(JSON.parse(refused.text).data.entries).toHaveLength(1);
      expect((await approver.go(`${at.url}/api/audit?outcome=maybe`)).status).toBe(400);
    });

    test("too many wrong passwords for one account: one sentence with the wait, then also for the right one", async () => {
      const email = "throttled@example.org";
      const codes: (string | undefined)[] = [];
      for (let attempt = 0; attempt < 11; attempt += 1)
        codes.push((await signInLocally(new Visitor(), at.url, { email, password: "x" })).error);
      expect(codes.slice(0, 10)).toEqual(Array(10).fill("CredentialsSignin"));
      expect(codes[10]).toMatch(/^Throttled-\d+$/);
      // Somebody else from the same address goes on.
      expect(await signIn(new Visitor(), "viewer")).toMatchObject({ error: undefined });
    });

    test("too many wrong passwords from one address, whatever the header says", async () => {
      let last: string | undefined;
      for (let attempt = 0; attempt < 60 && !last?.startsWith("Throttled"); attempt += 1) {
        const account = { email: `guess-${attempt}@example.org`, password: "x" };
        const headers = { "x-forwarded-for": `10.0.0.${attempt}` };
        last = (await signInLocally(new Visitor(), at.url, account, headers)).error;
      }
      expect(last).toMatch(/^Throttled-\d+$/);
      expect((await signIn(new Visitor(), "admin")).error).toMatch(/^Throttled-\d+$/);
    });
  });
}
