import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { promptReadUrls } from "../../../lib/prompt-cache/read-urls.ts";
import { waitUntil } from "../../../scripts/processes/wait-until.ts";
import { lookAt, watchStrangers } from "../../harness/look-at.ts";
import { postPrompt } from "../../harness/prompt-key.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

const NAMESPACE = "support";

/** A question, the same again, in other words, one that a guard stops, and a wordy one. */
const ASKED = [
  "How do I enable MFA for an account?",
  "How do I enable MFA for an account?",
  "How can I enable MFA for an account?",
  "How do I disable MFA for an account?",
  "I was wondering if you could please explain what a service mesh is? Thanks in advance!",
];

test("every page of the prompt cache is accessible, and asks nobody but the console", async ({
  page,
}, { project }) => {
  test.setTimeout(240_000);
  const stack = sharedStack();
  const seen = watchStrangers(page, stack.url);
  await signIn(page, stack, "admin");
  for (const prompt of ASKED) expect((await postPrompt(stack, prompt)).status).toBe(200);
  const read = async (path: string) =>
    (await (await page.request.get(stack.url + path)).json()).data;
  const newest = async (outcome: "miss" | "hash_hit") => {
    const found = await waitUntil(`a recent ${outcome}`, async () => {
      const { requests } = await read(promptReadUrls.requests({ namespace: NAMESPACE, outcome }));
      return requests[0];
    });
    return `${routes.promptRequest(found.id)}?namespace=${NAMESPACE}`;
  };
  const entry = await waitUntil("a stored answer", async () => {
    const { entries } = await read(promptReadUrls.entries({ namespace: NAMESPACE }));
    return entries[0];
  });
  for (const route of [
    routes.promptCache(),
    `${routes.promptCache()}?range=7d`,
    routes.promptEntries(),
    `${routes.promptEntry(entry.id)}?namespace=${NAMESPACE}`,
    routes.promptEntry("nothing-of-that-id"),
    routes.promptRequests(),
    await newest("miss"),
    await newest("hash_hit"),
    routes.promptRequest("nothing-of-that-id"),
    `${routes.promptTuning()}?namespace=${NAMESPACE}`,
    routes.promptPlayground(),
    routes.promptKeys(),
    `${routes.promptKeys()}?namespace=${NAMESPACE}`,
    `${routes.promptKeys()}?new=namespace`,
  ])
    await test.step(route, () => lookAt(page, stack.url, route, project.name));
  expect(seen).toEqual({ strangers: [], blocked: [] });
});
