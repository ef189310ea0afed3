import { afterAll, beforeAll } from "vitest";
import { textOf } from "@/lib/agents/conversation";
import { ROLES, type Role } from "@/lib/platform/permissions";
import type { Session as SignedIn } from "@/server/platform/session";
import { registerAgents } from "../../../../scripts/services/agents.ts";
import { type EngineWorld, startEngineWorld } from "../../../fixtures/agents/engine-world";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";

/** What the files beside it share: a lab with agents of AgentCore's, an engine, and one person of each role. */
export let lab: LabUnderTest;
export let world: EngineWorld;
export const people = {} as Record<Role, SignedIn>;

beforeAll(async () => {
  lab = await startLab();
  process.env.AWS_ENDPOINT_URL = lab.endpoint;
  process.env.SWITCHYARD_EVENTS_QUEUE_URL = `${lab.endpoint}/000000000000/switchyard-events`;
  world = await startEngineWorld({ tools: [], times: { renewMs: 100 } });
  await registerAgents(lab.endpoint, lab.stateDir);
  for (const role of ROLES) people[role] = await world.person(role);
});
afterAll(async () => {
  await world?.stop();
  await lab?.stop();
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.SWITCHYARD_EVENTS_QUEUE_URL;
});

/** What one of the two said in a session, message by message. */
export const textsOf = async (role: "user" | "assistant", sessionId: string) =>
  (await world.conversation(sessionId)).items.flatMap((item) =>
    item.kind === "message" && item.role === role ? [textOf(item)] : [],
  );
