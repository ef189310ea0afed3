import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { OBSERVATIONS } from "../../../lib/prompt-cache/observations.ts";
import { promptReadUrls } from "../../../lib/prompt-cache/read-urls.ts";
import { waitUntil } from "../../../scripts/processes/wait-until.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { clearFaults, setFaults } from "../../harness/lab-faults.ts";
import { picture } from "../../harness/picture.ts";
import { cacheEnv, promptKey } from "../../harness/prompt-key.ts";
import {
  type ProgramAnswer,
  startPromptProgram,
  whyNoBoto3,
} from "../../harness/prompt-program.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

/** Each way in asks another model, so that none finds what another stored, and each has its own figures. */
const MODELS = { sdk: "lab.text-v2", boto3: "us.lab.text-v1", http: "eu.lab.text-v1" };
const NAMESPACE = "support";
const EXPECTED = ["miss", "hash_hit", "hash_hit", "semantic_hit", "semantic_hit", "miss"];
const WORDY = OBSERVATIONS.at(-1)?.prompt ?? "";

/** Write-back ends a moment after the answer; `count` answers of the model are stored then. */
async function untilStored(page: Page, model: string, count: number): Promise<void> {
  const { url } = sharedStack();
  await waitUntil(`${count} stored answers of ${model}`, async () => {
    const read = await page.request.get(
      `${url}${promptReadUrls.entries({ namespace: NAMESPACE, model })}`,
    );
    return (await read.json()).data?.entries.length >= count;
  });
}

/** The six prompts in their order, each after what the one before stored is there. */
async function observe(
  page: Page,
  model: string,
  ask: (prompt: string) => Promise<ProgramAnswer>,
): Promise<ProgramAnswer[]> {
  const seen: ProgramAnswer[] = [];
  const stored = [1, 1, 1, 1, 1, 2];
  for (const [at, { prompt }] of OBSERVATIONS.entries()) {
    seen.push(await ask(prompt));
    await untilStored(page, model, stored[at] as number);
  }
  return seen;
}

/** What all ways in must show alike. */
function expectObserved(seen: ProgramAnswer[]): void {
  expect(seen.map(({ cache }) => cache)).toEqual(EXPECTED);
  expect(OBSERVATIONS.map(({ expected }) => expected)).toEqual(EXPECTED);
  const [first, again, blanks, paraphrase, polite, wordy] = seen;
  expect(first?.text).toContain("finds patterns in data");
  for (const hit of [again, blanks, paraphrase, polite]) expect(hit?.text).toBe(first?.text);
  expect(wordy?.text).toContain("Bloom filter");
  expect(Number(paraphrase?.score)).toBeGreaterThan(0.9);
  expect(Number(polite?.score)).toBeGreaterThan(0.85);
  expect([first, again, wordy].map((one) => one?.score ?? null)).toEqual([null, null, null]);
}

/** How often the lab's model was really asked. */
async function callsOf(model: string): Promise<number> {
  const told = await (await fetch(`${sharedStack().labUrl}/_lab/bedrock`)).json();
  const one = told.models.find(({ id }: { id: string }) => id === model);
  return one.calls;
}

test("an unmodified AWS SDK makes the article's observations, by its environment alone", async ({
  page,
}) => {
  const stack = sharedStack();
  await signIn(page, stack, "operator");

  const direct = startPromptProgram("sdk", {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: stack.labUrl,
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
  });
  const without = await direct.ask({ modelId: MODELS.sdk, prompt: OBSERVATIONS[0]?.prompt ?? "" });
  await direct.end();
  expect(without.cache).toBeUndefined();

  const before = await callsOf(MODELS.sdk);
  const program = startPromptProgram("sdk", cacheEnv(promptKey(stack)));
  const seen = await observe(page, MODELS.sdk, (prompt) =>
    program.ask({ modelId: MODELS.sdk, prompt }),
  );
  await program.end();
  expectObserved(seen);
  expect(seen[0]).toMatchObject({ text: without.text, stopReason: without.stopReason });
  expect((await callsOf(MODELS.sdk)) - before).toBe(2);

  // What reached the model of the wordy question, as the lab wrote it down.
  const wire = readFileSync(join(stack.stateDir, "wire.jsonl"), "utf8").split("\n");
  const sent = wire.filter((line) => line.includes("Bloom filter") && line.includes('"messages"'));
  expect(sent).toHaveLength(1);
  expect(sent[0]).not.toContain(WORDY);
  expect(sent[0]).not.toMatch(/was wondering|Thanks in advance/);
});

test("the overview counts them, and the requests say why", async ({ page }) => {
  const { url } = sharedStack();
  await signIn(page, sharedStack(), "operator");
  const filter = `?namespace=${NAMESPACE}&model=${MODELS.sdk}`;
  await page.goto(`${url}${routes.promptCache()}${filter}`);
  const main = page.getByRole("main");
  await expect(main).toContainText(
    "66.7% of 6 requests were answered from the cache: 33.3% by an equal prompt, 33.3% by a similar one.",
  );
  const tile = (label: string) => main.locator("dl > div").filter({ hasText: label });
  await expect(tile("Hit rate")).toContainText("66.7%");
  await expect(tile("Requests")).toContainText("6");
  const reasons = page.getByRole("region", { name: "Why not from the cache" });
  await expect(reasons.getByRole("listitem")).toHaveCount(2);
  await expect(reasons).toContainText("Nothing stored yet");
  await expect(reasons).toContainText("Below the threshold");
  await expect(page.getByRole("region", { name: "Redis" })).toContainText("Answers");
  await expectAccessible(page);
  await picture(page, "prompt-overview-observations");

  await page.goto(`${url}${routes.promptRequests()}${filter}`);
  const rows = page.getByRole("table", { name: "Requests" }).getByRole("link");
  await expect(rows).toHaveCount(6);
  await picture(page, "prompt-requests-observations");
  const why: [number, RegExp][] = [
    [5, /Nothing with the same model, system prompt and parameters is stored yet\./],
    [4, /An equal request is stored: every part of its key is the same\./],
    [3, /An equal request is stored/],
    [2, /A stored prompt reaches a similarity of 0\.9\d*: the namespace asks for 0\.85/],
    [1, /A stored prompt reaches a similarity of 0\.\d+: the namespace asks for 0\.85/],
    [0, /The nearest stored prompt is less similar than the threshold asks for\./],
  ];
  // Newest first.
  for (const [at, sentence] of why) {
    await page.goto(`${url}${routes.promptRequests()}${filter}`);
    await rows.nth(at).click();
    await expect(page).toHaveURL(/\/requests\/.+/);
    await expect(page.getByRole("main")).toContainText(sentence);
  }
  const compression = page.getByRole("region", { name: "Compression" });
  await expect(compression.locator("del").first()).toBeVisible();
  await expect(compression).toContainText(/about \d+ to \d+ tokens/);
  await expectAccessible(page);
  await picture(page, "prompt-request-compressed");
});

test("boto3 makes the same observations", async ({ page }) => {
  const reason = whyNoBoto3();
  test.skip(reason !== undefined, reason);
  await signIn(page, sharedStack(), "operator");
  const program = startPromptProgram("boto3", cacheEnv(promptKey(sharedStack())));
  const seen = await observe(page, MODELS.boto3, (prompt) =>
    program.ask({ modelId: MODELS.boto3, prompt }),
  );
  const [first] = seen;
  expectObserved(seen);
  const stream = await program.ask({
    modelId: MODELS.boto3,
    prompt: OBSERVATIONS[0]?.prompt ?? "",
    stream: true,
  });
  expect(stream).toMatchObject({ cache: "hash_hit", text: first?.text, stopReason: "end_turn" });
  await program.end();
});

test("by plain HTTP the body says it like the header", async ({ page }) => {
  const { endpoint, token } = promptKey(sharedStack());
  await signIn(page, sharedStack(), "operator");
  const seen = await observe(page, MODELS.http, async (prompt) => {
    const answer = await fetch(`${endpoint}/model/${MODELS.http}/converse`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ messages: [{ role: "user", content: [{ text: prompt }] }] }),
    });
    const { output, cache, score } = await answer.json();
    expect(answer.headers.get("x-switchyard-cache")).toBe(cache);
    expect(answer.headers.get("x-switchyard-cache-score")).toBe(score ? String(score) : null);
    return { text: output.message.content[0].text, cache, score };
  });
  expectObserved(seen);
});

test("a stream is replayed, tools are only answered from equal requests, errors pass as they are", async () => {
  const stack = sharedStack();
  const program = startPromptProgram("sdk", cacheEnv(promptKey(stack)));
  const modelId = MODELS.sdk;
  const streamed = await program.ask({ modelId, prompt: "What is a canary?", stream: true });
  expect(streamed).toMatchObject({ cache: "miss", stopReason: "end_turn" });
  const again = () => program.ask({ modelId, prompt: "What is a canary?", stream: true });
  const replayed = await waitUntil("a replayed stream", async () => {
    const told = await again();
    return told.cache === "hash_hit" && told;
  });
  expect(replayed).toMatchObject({ text: streamed.text, stopReason: streamed.stopReason });

  const tooled = await program.ask({
    modelId,
    prompt: "How would you define machine learning?",
    tool: true,
  });
  expect(tooled.cache).toBe("miss");

  const unknown = await program.ask({ modelId: "lab.nothing-v1", prompt: "Hello" });
  expect(unknown.error).toMatchObject({ name: "ValidationException", status: 400 });
  await setFaults(stack, { service: "bedrock-runtime", operation: "Converse", kind: "throttle" });
  try {
    const throttled = await program.ask({ modelId, prompt: "What is a throttle?" });
    expect(throttled.error).toMatchObject({ name: "ThrottlingException", status: 429 });
    const hit = await program.ask({ modelId, prompt: OBSERVATIONS[0]?.prompt ?? "" });
    expect(hit.cache).toBe("hash_hit");
  } finally {
    await clearFaults(stack);
  }
  await program.end();
});
