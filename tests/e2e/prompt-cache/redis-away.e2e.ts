import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { waitUntil } from "../../../scripts/processes/wait-until.ts";
import { picture } from "../../harness/picture.ts";
import { postPrompt } from "../../harness/prompt-key.ts";
import { signIn } from "../../harness/sign-in.ts";
import { type Stack, startStack } from "../../harness/start-stack.ts";

test.describe.configure({ timeout: 240_000 });

const PROMPT = "What is a semantic cache?";
const SOON = { timeout: 45_000 };

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack();
});
test.afterAll(async () => {
  await stack?.stop();
});

test("Redis goes: prompts reach the model and the overview says so; Redis comes back: hits again", async ({
  page,
}) => {
  const ask = () => postPrompt(stack, PROMPT);
  const untilHit = () =>
    waitUntil("An exact hit", async () => (await ask()).cache === "hash_hit", { everyMs: 200 });
  expect(await ask()).toMatchObject({ status: 200, cache: "miss" });
  await untilHit();
  await signIn(page, stack, "operator");
  await page.goto(`${stack.url}${routes.promptCache()}`);
  const redis = page.getByRole("region", { name: "Redis" });
  await expect(redis).toContainText("Answers", SOON);

  await stack.redis.kill();
  const past = await ask();
  expect(past).toMatchObject({ status: 200, cache: "bypass" });
  expect(past.response).toMatch(/cache/i);
  await expect(redis).toContainText("Does not answer", SOON);
  await expect(redis).toContainText("Requests go straight to the model until it answers again.");
  await expect(page.getByRole("main")).toContainText("Redis does not answer");
  // What was counted before stays; who comes anew is not told that there was nothing.
  await expect(page.getByRole("main")).toContainText("The figures are as they were read last.");
  await expect(page.getByRole("region", { name: "Requests", exact: true })).toContainText(
    /\d+ requests?; at most/,
  );
  await picture(page, "prompt-overview-redis-away");
  await page.reload();
  await expect(redis).toContainText("Does not answer", SOON);
  await expect(page.getByRole("main")).not.toContainText(/No request came|Nothing was counted/);
  await picture(page, "prompt-overview-redis-away-reloaded");

  await stack.redis.start();
  await untilHit();
  await expect(redis).not.toContainText("Does not answer", SOON);
  await expect(page.getByRole("main")).not.toContainText("Redis does not answer", SOON);
  await page.goto(`${stack.url}${routes.promptRequests()}?outcome=bypass&reason=redis_down`);
  await expect(page.getByRole("table", { name: "Requests" }).getByRole("link").first()).toBeVisible(
    SOON,
  );
});
