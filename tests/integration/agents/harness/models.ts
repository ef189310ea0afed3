import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foldConversation } from "@/lib/agents/fold-conversation";
import type { ModelChoice } from "@/lib/agents/session";
import { aDefinition, aHarnessWorld, aTool } from "../../../fixtures/agents/harness-world";
import {
  type ScriptedProvider,
  startScriptedGemini,
  startScriptedOpenAi,
} from "../../../fixtures/agents/scripted-providers";
import { bedrock } from "./bedrock";

let openAi: ScriptedProvider;
let gemini: ScriptedProvider;
const folder = mkdtempSync(join(tmpdir(), "switchyard-models-"));

const CALL = { name: "read_log", input: { deployment: "d-1" } };
const callThenSay = (who: string) => (turn: number) =>
  turn === 1 ? { text: `${who} looks.`, calls: [CALL] } : { text: `${who} says: port 9090.` };

beforeAll(async () => {
  [openAi, gemini] = await Promise.all([
    startScriptedOpenAi(callThenSay("OpenAI")),
    startScriptedGemini(callThenSay("Gemini")),
  ]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([openAi.stop(), gemini.stop()]);
});

const settings = () => ({
  OPENAI_API_KEY: "sk-test-openai",
  OPENAI_BASE_URL: `${openAi.url}/v1`,
  GEMINI_API_KEY: "AIza-test-gemini",
  GEMINI_BASE_URL: gemini.url,
});

const tools = [
  aTool({
    name: "read_log",
    run: async () => ({ status: "success", content: [{ text: "EADDRINUSE" }] }),
  }),
];

test("three providers carry one conversation on, each with what was said and called before", async () => {
  bedrock.script((_asked, turn) => callThenSay("Bedrock")(turn));
  const world = aHarnessWorld({ tools, settings: settings() });
  const ask = async (model: ModelChoice, message: string) => {
    world.session.model = model;
    expect(await world.run(message)).toEqual({ state: "idle", stopReason: "end_turn" });
    return world.answer();
  };
  expect(await ask({ provider: "bedrock", modelId: "lab.operator-v1" }, "Why?")).toBe(
    "Bedrock says: port 9090.",
  );
  expect(await ask({ provider: "open_ai", modelId: "gpt-test" }, "And you?")).toBe(
    "OpenAI says: port 9090.",
  );
  expect(await ask({ provider: "gemini", modelId: "gemini-test" }, "And you?")).toBe(
    "Gemini says: port 9090.",
  );
  expect(await ask({ provider: "bedrock", modelId: "lab.operator-v1" }, "Once more?")).toBe(
    "Bedrock says: port 9090.",
  );

  // Gemini wants its call back as it was signed, and the journal kept that.
  await ask({ provider: "gemini", modelId: "gemini-test" }, "Are you sure?");
  expect(JSON.stringify(gemini.asked.at(-1)?.body.contents)).toContain("c2lnbmVk");

  expect(openAi.asked[0]).toMatchObject({
    path: "/v1/chat/completions",
    headers: { authorization: "Bearer sk-test-openai" },
  });
  const toOpenAi = JSON.stringify(openAi.asked[0]?.body.messages);
  expect(toOpenAi).toContain("Bedrock says: port 9090.");
  expect(toOpenAi).toContain("EADDRINUSE");
  expect(gemini.asked[0]?.path).toContain("gemini-test:streamGenerateContent");
  const toGemini = JSON.stringify(gemini.asked[0]?.body.contents);
  expect(toGemini).toContain("OpenAI says: port 9090.");
  const last = JSON.stringify(bedrock.asked.at(-1)?.body.messages);
  expect(last).toContain("Gemini says: port 9090.");
  expect(last.match(/"toolResult"/g)).toHaveLength(3);
  expect(world.calls().map(({ phase }) => phase)).toEqual(["finished", "finished", "finished"]);
  expect(foldConversation(world.entries).runs.map(({ usage }) => usage.totalTokens)).toEqual([
    220, 110, 154, 110, 77,
  ]);
});

test.each([
  [
    { provider: "open_ai", modelId: "gpt-test" },
    "OpenAI is not set up on this console (OPENAI_API_KEY).",
  ],
  [
    { provider: "gemini", modelId: "gemini-test" },
    "Gemini is not set up on this console (GEMINI_API_KEY).",
  ],
] as const)("a provider without a key is refused in one sentence", async (model, problem) => {
  const world = aHarnessWorld({ session: { model } });
  expect(await world.run("Hello?")).toEqual({ state: "failed", stopReason: "x_failed", problem });
});

test("a key that a provider repeats in its refusal reaches nobody", async () => {
  const refusing = await startScriptedOpenAi(() => ({
    status: 400,
    message: "Incorrect API key provided: sk-test-openai.",
  }));
  const world = aHarnessWorld({
    settings: { ...settings(), OPENAI_BASE_URL: refusing.url },
    session: { model: { provider: "open_ai", modelId: "gpt-test" } },
  });
  const { problem } = await world.run("Hello?");
  await refusing.stop();
  expect(problem).toContain("Incorrect API key provided: …");
  expect(JSON.stringify([problem, world.entries])).not.toContain("sk-test");
});

test("the prompt cache stands in front where the agent asks for it, in its namespace", async () => {
  const key = join(folder, "key.json");
  writeFileSync(key, JSON.stringify({ accessKeyId: "SYAKTEST", secretAccessKey: "secret" }));
  bedrock.script(() => ({ text: "From the cache." }));
  const world = aHarnessWorld({
    definition: aDefinition({ console: { promptCache: { namespace: "agents" } } }),
    settings: { SWITCHYARD_AGENTS_PROMPT_KEY: key },
    consoleUrl: bedrock.url,
  });
  expect((await world.run("Hello?")).state).toBe("idle");
  expect(bedrock.asked[0]?.headers["x-switchyard-namespace"]).toBe("agents");
  expect(bedrock.asked[0]?.headers.authorization).toContain("Credential=SYAKTEST/");
});

test("a cache that is asked for and not set up is a refusal", async () => {
  const world = aHarnessWorld({
    definition: aDefinition({ console: { promptCache: { namespace: "agents" } } }),
  });
  const { problem } = await world.run("Hello?");
  expect(problem).toContain("SWITCHYARD_AGENTS_PROMPT_KEY");
});
