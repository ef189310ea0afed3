import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Session as SignedIn } from "@/server/platform/session";
import { aCtxOf } from "../../../fixtures/agents/an-agent-session";
import {
  type EngineWorld,
  obedient,
  startEngineWorld,
} from "../../../fixtures/agents/engine-world";
import { aTool } from "../../../fixtures/agents/harness-world";

/** What the files beside it share: their servers, and an engine whose agent has the tools below. */
export let world: EngineWorld;
export let operator: SignedIn;
export let approver: SignedIn;

/** What really happened to the world. */
export const effects: unknown[] = [];
/** What a retry rests on. */
export const evidence = { now: "" };

const retry = aTool({
  name: "retry",
  class: "destroy",
  permission: "release.run",
  inputSchema: {
    type: "object",
    properties: { stage: { type: "string", minLength: 1 }, force: { type: "boolean" } },
    required: ["stage"],
    additionalProperties: false,
  },
  classOf: (input) => ((input as { force?: boolean }).force ? "destroy" : "change"),
  preview: async (input) => ({
    sentence: `Retries ${(input as { stage: string }).stage}.`,
    evidenceHash: evidence.now,
  }),
  run: async (input) => {
    effects.push(input);
    return { status: "success", content: [{ text: "done" }] };
  },
});
const act = aTool({
  name: "act",
  class: "change",
  run: async (_input, call) => {
    effects.push(call.toolUseId);
    return { status: "success", content: [{ text: "done" }] };
  },
});
const askPerson = aTool({ name: "ask_person", source: "inline", answeredByPerson: true });

beforeAll(async () => {
  world = await startEngineWorld({
    tools: [retry, act, askPerson],
    // Runs are looked for when a test wakes somebody, never in between.
    times: { renewMs: 100, lookMs: 3_600_000 },
    console: { models: [{ provider: "bedrock", modelId: "lab.other" }] },
  });
  [operator, approver] = await Promise.all([world.person("operator"), world.person("approver")]);
});
afterAll(() => world?.stop());
beforeEach(() => {
  effects.length = 0;
  evidence.now = "as it is";
});
afterEach(() => {
  world.bedrock.script(obedient);
  world.bedrock.release();
});

export const personOf = (who: SignedIn) =>
  aCtxOf({ id: who.personId, name: who.name, email: who.email, role: who.role });
