import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PlatformConsole } from "../../../fixtures/platform-console";
import { signInLocally } from "../../../fixtures/sign-in";
import { Visitor } from "../../../fixtures/visitor";
import { waitFor } from "../../../fixtures/wait-for";
import { emailOf, type House, PASSWORD } from "./house";

/** The aim is 3 s; a test machine that is busy with other things gets half as much again. */
const SOON_MS = 4_500;

/** Runs `ask` and gives its answer and how long it took. */
async function timed<T>(ask: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const begun = performance.now();
  return { answer: await ask(), ms: performance.now() - begun };
}

const healthy = async (at: PlatformConsole) => (await fetch(`${at.url}/api/health`)).ok;

/** Postgres or Redis away, silent, late; bad settings; and the way out. */
export function describeOutages(house: () => House): void {
  describe("outages", () => {
    let at: PlatformConsole;
    const signIn = (visitor: Visitor, password = PASSWORD) =>
      signInLocally(visitor, at.url, { email: emailOf("operator"), password });

    beforeAll(async () => {
      at = await house().build.start(house().env);
    });
    beforeEach(async () => {
      // Empty again: wrong passwords of other tests do not count here.
      await house().redis.stop();
      await house().redis.start();
      await waitFor("everything to be up", async () => {
        const answer = await fetch(`${at.url}/api/health`);
        return answer.ok && (await answer.json()).parts.redis === "up";
      });
    });
    afterAll(async () => {
      await at?.end();
    });

    test.each([
      ["gone", () => house().postgres.stop(), () => house().postgres.start()],
      ["silent", async () => house().postgres.freeze(), async () => house().postgres.thaw()],
    ])(
      "with Postgres %s, reads go on, the rest says so within 3 s, and it recovers",
      async (_how, take, giveBack) => {
        const visitor = new Visitor();
        await signIn(visitor);
        await visitor.go(`${at.url}/`);
        await take();
        try {
          const health = await timed(() => fetch(`${at.url}/api/health`));
          expect(health.answer.status).toBe(503);
          expect(health.ms).toBeLessThan(SOON_MS);
          expect(await health.answer.json()).toMatchObject({
            live: true,
            parts: { database: "down" },
          });
          expect((await fetch(`${at.url}/api/health?live`)).status).toBe(200);

          const page = await timed(() => visitor.go(`${at.url}/`));
          expect(page.answer.text).toContain("The operator (operator)");
          expect(page.ms).toBeLessThan(SOON_MS);
          const read = await timed(() => visitor.go(`${at.url}/api/audit`));
          expect(read.ms).toBeLessThan(SOON_MS);
          expect(JSON.parse(read.answer.text)).toMatchObject({
            problem: { code: "upstream", retryable: true },
          });
          const stranger = await timed(() => signIn(new Visitor()));
          expect(stranger.answer.error).toBe("Unavailable");
          expect(stranger.ms).toBeLessThan(SOON_MS);
          const action = await timed(() =>
            visitor.go(`${at.url}/`, {
              body: JSON.stringify([{ pipeline: "lab-app" }]),
              headers: {
                "next-action": house().build.actionId("decideAction"),
                "content-type": "text/plain;charset=UTF-8",
                origin: at.url,
              },
            }),
          );
          expect(action.answer.text).toContain("The console's database does not answer.");
          expect(action.ms).toBeLessThan(SOON_MS);
        } finally {
          await giveBack();
        }
        await waitFor("the console to recover", () => healthy(at));
        expect((await visitor.go(`${at.url}/api/audit`)).status).toBe(200);
        expect(await signIn(new Visitor())).toMatchObject({ error: undefined });
      },
    );

    test.each([
      ["gone", () => house().redis.stop(), () => house().redis.start()],
      ["silent", async () => house().redis.freeze(), async () => house().redis.thaw()],
    ])("with Redis %s everything works, also the throttle", async (_how, take, giveBack) => {
      await take();
      try {
        const health = await timed(() => fetch(`${at.url}/api/health`));
        expect(health.answer.status).toBe(200);
        expect(health.ms).toBeLessThan(SOON_MS);
        expect(await health.answer.json()).toMatchObject({ ready: true, parts: { redis: "down" } });
        const right = await timed(() => signIn(new Visitor()));
        expect(right.answer.error).toBeUndefined();
        expect(right.ms).toBeLessThan(SOON_MS);
        const guesses = await Promise.all(
          Array.from({ length: 12 }, () =>
            signInLocally(new Visitor(), at.url, { email: `guess-${_how}@x.org`, password: "x" }),
          ),
        );
        expect(guesses.filter(({ error }) => error?.startsWith("Throttled")).length).toBe(2);
      } finally {
        await giveBack();
      }
      await waitFor("Redis to be found again", async () => {
        const answer = await fetch(`${at.url}/api/health`);
        return (await answer.json()).parts.redis === "up";
      });
    });

    test("a console that starts before Postgres waits for it, and says so", async () => {
      await house().postgres.stop();
      const early = await house().build.start(house().env);
      try {
        const health = await fetch(`${early.url}/api/health`);
        expect(health.status).toBe(503);
        expect((await health.json()).parts).toMatchObject({ migrations: "waiting" });
        expect(early.said()).toContain("the database is not ready yet");
        expect(early.said()).not.toContain("test-only");
        await house().postgres.start();
        await waitFor("the early console to be ready", () => healthy(early), 20_000);
      } finally {
        await early.end();
      }
      await waitFor("the other one to recover", () => healthy(at));
    });

    test("SIGTERM ends it at once, although a stream is open", async () => {
      const dying = await house().build.start(house().env);
      const stream = await fetch(`${dying.url}/api/stream`);
      const reader = stream.body?.getReader();
      expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("event: beat");
      const { code, ms } = await dying.end("SIGTERM");
      expect(ms).toBeLessThan(SOON_MS);
      expect(code === 0 || code === 143).toBe(true);
    });

    test.each([
      ["NEXTAUTH_SECRET", "short", "NEXTAUTH_SECRET must have at least 32 characters."],
      ["DATABASE_URL", "mysql://u:hunter2@x/y", "DATABASE_URL must be a postgres:// URL."],
      ["SWITCHYARD_LOCAL_ACCOUNTS", "perhaps", "SWITCHYARD_LOCAL_ACCOUNTS must be on or off."],
    ])(
      "a bad %s stops the start with one sentence and without the value",
      async (name, value, sentence) => {
        const { code, said } = await house().build.run({ ...house().env, [name]: value });
        expect(code).toBe(1);
        expect(said).toContain(sentence);
        expect(said).not.toContain(value);
      },
    );
  });
}
