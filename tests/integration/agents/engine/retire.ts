import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  bringAgentBackDefinition,
  forkSessionDefinition,
  invokeAgentDefinition,
  retireAgentDefinition,
  runCommandDefinition,
  saveAgentDefinition,
  sendMessageDefinition,
  stopRunDefinition,
} from "@/server/agents/action-definitions";
import { readAgent } from "@/server/agents/read-agent";
import { readAgents } from "@/server/agents/read-agents";
import { readMemories } from "@/server/agents/read-memories";
import { readSession, readTrace } from "@/server/agents/read-session";
import { readAgentVersions } from "@/server/agents/read-versions";
import { reconcileBringBack, reconcileRetire } from "@/server/agents/reconcilers";
import type { Session as SignedIn } from "@/server/platform/session";
import { obedient } from "../../../fixtures/agents/engine-world";
import { dataOf } from "../../../fixtures/prompt-actions";
import { operator, personOf, world } from "./world";

const definitions = () => world.engine.parts.definitions;
const files = (name: string, prompt: string) => ({
  "harness.json": JSON.stringify({ name, model: { provider: "bedrock", modelId: "m" } }),
  "system-prompt.md": prompt,
});
/** An agent of its own, at version 1. */
async function anAgent(name: string) {
  await definitions().save(name, files(name, "First."), { savedBy: "a@b" });
  return name;
}
const admin = () => world.person("admin");
const retire = (who: SignedIn, agent: string, version = 1, reason = "Nobody asks it any more") =>
  world.act(who, retireAgentDefinition, { agent, version, reason });
const bringBack = (who: SignedIn, agent: string, version: number) =>
  world.act(who, bringAgentBackDefinition, { agent, version });
const save = (who: SignedIn, name: string, prompt: string, basedOn?: number) =>
  world.act(who, saveAgentDefinition, {
    name,
    files: files(name, prompt),
    ...(basedOn && { basedOn }),
  });
const invoke = (agent: string, message = "hello") =>
  world.act(operator, invokeAgentDefinition, { agent, message, requestKey: randomUUID() });
const retiredNames = async () => (await definitions().retired()).map(({ agent }) => agent);

test("a retired agent is offered no more and cannot be used; what it did stays readable; a version brings it back", async () => {
  const agent = await anAgent("retires");
  await definitions().save(agent, files(agent, "Second."), { savedBy: "a@b", basedOn: 1 });
  const { sessionId } = dataOf(await invoke(agent));
  await world.until(sessionId, "idle");
  const { memories } = world.engine.parts;
  await memories.add({ agent, personId: operator.personId, text: "Port 8080", sessionId });
  const boss = await admin();

  expect(await retire(operator, agent, 2)).toMatchObject({ problem: { code: "forbidden" } });
  dataOf(await retire(boss, agent, 2));
  expect(await world.ledger("agent.retire")).toMatchObject({
    email: boss.email,
    outcome: "applied",
    input: { agent, version: 2, reason: "Nobody asks it any more" },
  });
  const view = await readAgents();
  expect(view.agents.map((each) => each.agent)).not.toContain(agent);
  expect(view.retired).toContainEqual(expect.objectContaining({ agent, by: boss.email }));

  const why = `This agent was retired by ${boss.email}: Nobody asks it any more.`;
  const refused = { problem: { code: "conflict", message: why } };
  const message = { sessionId, message: "and now?", requestKey: randomUUID() };
  expect(await invoke(agent)).toMatchObject(refused);
  expect(await world.act(operator, sendMessageDefinition, message)).toMatchObject(refused);
  expect(await world.act(operator, forkSessionDefinition, { sessionId, seq: 5 })).toMatchObject(
    refused,
  );
  expect(
    await world.act(operator, runCommandDefinition, { sessionId, command: "ls" }),
  ).toMatchObject(refused);

  const ctx = personOf(operator);
  const session = await readSession({ ctx, input: { sessionId } });
  expect(session.entries.length).toBeGreaterThan(3);
  expect(session.switchedOff).toMatchObject({ retired: true });
  expect((await readTrace({ ctx, input: { sessionId } })).running).toBe(false);
  expect((await readMemories({ ctx, input: { agent } })).memories).toHaveLength(1);
  expect((await readAgentVersions({ agent, version: 1 })).files).toEqual(files(agent, "First."));
  const opened = await readAgent({ ctx, input: { agent } });
  expect(opened).toMatchObject({ systemPrompt: "Second.", inFolder: false });
  expect(opened.summary.switchedOff).toMatchObject({ retired: true, by: boss.email });
  expect(opened.sessions.map(({ id }) => id)).toEqual([sessionId]);

  expect(await bringBack(operator, agent, 1)).toMatchObject({ problem: { code: "forbidden" } });
  expect(await bringBack(boss, agent, 9)).toMatchObject({ problem: { code: "not_found" } });
  expect(await retiredNames()).toContain(agent);
  expect(dataOf(await bringBack(boss, agent, 1)).version).toBe(3);
  expect(await definitions().read(agent)).toMatchObject({
    systemPrompt: "First.",
    savedBy: boss.email,
    note: "Brought back as version 1",
  });
  expect(await bringBack(boss, agent, 1)).toMatchObject({ problem: { code: "conflict" } });
  await world.until(dataOf(await invoke(agent)).sessionId, "idle");

  dataOf(await retire(boss, agent, 3));
  expect(dataOf(await bringBack(boss, agent, 3)).version).toBe(3);
});

test("sessions at work are ended first, and the refusal says how many there are", async () => {
  const agent = await anAgent("at_work");
  const boss = await admin();
  const { sessionId } = dataOf(
    await invoke(agent, JSON.stringify({ calls: [{ name: "act", input: {} }] })),
  );
  await world.waiting(sessionId);
  expect(await retire(boss, agent)).toMatchObject({
    problem: {
      code: "conflict",
      message: "1 session waits for a person: let it end, or stop it, before the agent is retired.",
    },
  });
  expect(await world.ledger("agent.retire")).toMatchObject({ outcome: "refused" });
  expect(await retiredNames()).not.toContain(agent);
  dataOf(await world.act(operator, stopRunDefinition, { sessionId }));
  await world.until(sessionId, "idle");
  dataOf(await retire(boss, agent));
});

describe("at once", () => {
  test("of those who retire one does, and of those who bring back one", async () => {
    const agent = await anAgent("many_hands");
    const people = await Promise.all([admin(), admin(), admin()]);
    const codes = async (tries: Promise<{ ok: boolean }>[]) =>
      (await Promise.all(tries)).map((one) => ("problem" in one ? one.problem : "done"));
    const conflict = expect.objectContaining({ code: "conflict" });
    const retired = await codes(people.map((who) => retire(who, agent)));
    expect(retired.filter((each) => each === "done")).toHaveLength(1);
    expect(retired.filter((each) => each !== "done")).toEqual([conflict, conflict]);
    const back = await codes(people.map((who) => bringBack(who, agent, 1)));
    expect(back.filter((each) => each === "done")).toHaveLength(1);
    expect(back.filter((each) => each !== "done")).toEqual([conflict, conflict]);
  });

  test("who saves while another retires: one of the two is refused, and says why", async () => {
    const [boss, other] = await Promise.all([admin(), admin()]);
    for (let round = 1; round <= 6; round++) {
      const agent = await anAgent(`both_${round}`);
      const [saved, retired] = await Promise.all([
        save(other, agent, "Second.", 1),
        retire(boss, agent),
      ]);
      expect([saved.ok, retired.ok].filter(Boolean)).toHaveLength(1);
      const gone = (await retiredNames()).includes(agent);
      expect(gone).toBe(retired.ok);
      expect((await definitions().versions(agent))[0]?.version).toBe(saved.ok ? 2 : 1);
      if (saved.ok)
        expect(retired).toMatchObject({
          problem: { code: "stale", message: expect.stringContaining("before you retire it") },
        });
      else
        expect(saved).toMatchObject({
          problem: { code: "conflict", message: expect.stringContaining("Bring it back") },
        });
    }
    const agent = await anAgent("name_taken");
    dataOf(await retire(boss, agent));
    expect(await save(other, agent, "A new one of that name.")).toMatchObject({
      problem: { code: "conflict", message: expect.stringContaining("name-taken was retired by") },
    });
  });

  describe("who starts in the very moment in which another retires", () => {
    /** `deed` happens just before the part's method is called the next time. */
    function justBefore<T extends object, K extends keyof T>(
      part: T,
      method: K,
      deed: () => unknown,
    ) {
      const given = part[method] as (...args: unknown[]) => unknown;
      part[method] = (async (...args: unknown[]) => {
        part[method] = given as T[K];
        await deed();
        return given(...args);
      }) as T[K];
    }
    /** What begins does not end by itself. */
    const holdTheModel = () =>
      world.bedrock.script((asked, turn) => ({ ...obedient(asked, turn), holdAt: 2 }));

    test("is stopped when the run began before the agent was retired", async () => {
      const agent = await anAgent("began_before");
      holdTheModel();
      let began = "";
      justBefore(definitions(), "retire", async () => {
        began = dataOf(await invoke(agent)).sessionId;
        await world.until(began, "running");
      });
      dataOf(await retire(await admin(), agent));
      await world.until(began, "idle");
      expect(await world.engine.parts.sessions.byId(began)).toMatchObject({
        lastStop: "x_cancelled",
      });
    });

    test("is stopped when the agent was retired before the run had its session", async () => {
      const agent = await anAgent("began_after");
      holdTheModel();
      const boss = await admin();
      justBefore(world.engine.parts.sessions, "claim", async () =>
        dataOf(await retire(boss, agent)),
      );
      const { sessionId } = dataOf(await invoke(agent));
      await world.until(sessionId, "idle");
      expect(await world.engine.parts.sessions.byId(sessionId)).toMatchObject({
        lastStop: "x_cancelled",
      });
    });
  });
});

test("what a crash left open is told by what is there", async () => {
  const agent = await anAgent("crashes");
  const boss = await admin();
  const person = { id: boss.personId, name: boss.name, email: boss.email };
  const intent = { entryId: "", action: "", target: null, why: null, at: new Date(), person };
  const left = { ...intent, input: { agent, version: 1, reason: "tidy up" } };
  expect(await reconcileRetire(left)).toBe("refused");
  expect(await reconcileBringBack(left)).toBe("applied");
  dataOf(await retire(boss, agent));
  expect(await reconcileRetire(left)).toBe("applied");
  expect(await reconcileBringBack(left)).toBe("refused");
});
