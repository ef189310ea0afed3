import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Approval } from "@/lib/agents/approval";
import { callsOf } from "@/lib/agents/conversation";
import type { DecideCallInput } from "@/lib/agents/inputs";
import {
  answerCallDefinition,
  decideCallDefinition,
  stopRunDefinition,
  switchOffDefinition,
  switchOnDefinition,
} from "@/server/agents/action-definitions";
import { readAgent } from "@/server/agents/read-agent";
import { readAgents } from "@/server/agents/read-agents";
import { readCall } from "@/server/agents/read-waiting-calls";
import { reconcileDecision } from "@/server/agents/reconcilers";
import "@/server/inbox/agent-calls";
import { readInbox } from "@/server/inbox/read-inbox";
import type { Session as SignedIn } from "@/server/platform/session";
import { dataOf } from "../../../fixtures/prompt-actions";
import { approver, effects, evidence, operator, personOf, world } from "./world";

const aCall = (input: unknown = { stage: "Deploy" }) => ({
  calls: [{ name: "retry", input, id: `tooluse_${randomUUID()}` }],
});
const asked = async (who = operator, input?: unknown): Promise<Approval> =>
  world.waiting(await world.invoke(who, aCall(input)));
const decide = (who: SignedIn, call: Approval, more: Partial<DecideCallInput> = {}) =>
  world.act(who, decideCallDefinition, {
    approvalId: call.id,
    decision: "approve",
    argumentsHash: call.argumentsHash,
    ...more,
  });
const resultOf = async (call: Approval) => {
  await world.until(call.sessionId, "idle");
  const found = [...callsOf(await world.conversation(call.sessionId))].find(
    ({ toolUseId }) => toolUseId === call.toolUseId,
  );
  return { phase: found?.phase, said: JSON.stringify(found?.result), steps: found?.steps ?? [] };
};
/** Decided behind the runner's back, so that facts may change before it goes on. */
const decideQuietly = (call: Approval, by: SignedIn = approver) =>
  world.engine.parts.approvals.decide(call.id, {
    state: "approved",
    decidedBy: { id: by.personId, name: by.name, email: by.email },
    decidedAt: new Date().toISOString(),
    argumentsHash: call.argumentsHash,
  });

describe("a call that changes something", () => {
  test("waits for a person, runs once as approved, and the ledger names who decided", async () => {
    const call = await asked();
    expect(call).toMatchObject({
      class: "change",
      who: "anyone",
      preview: { sentence: "Retries Deploy." },
      requestedBy: { email: operator.email },
    });
    expect(effects).toEqual([]);
    dataOf(await decide(approver, call));
    const { phase, steps } = await resultOf(call);
    expect(phase).toBe("finished");
    expect(steps.map((step) => step.phase)).toEqual([
      "requested",
      "waiting",
      "approved",
      "started",
      "finished",
    ]);
    expect(effects).toEqual([{ stage: "Deploy" }]);
    expect(await world.ledger("agent.decide")).toMatchObject({
      email: approver.email,
      outcome: "applied",
    });
  });

  test("is refused with the reason, which the model reads", async () => {
    const call = await asked();
    const noReason = await decide(approver, call, { decision: "deny" });
    expect(noReason).toMatchObject({ ok: false, problem: { code: "invalid" } });
    dataOf(await decide(approver, call, { decision: "deny", reason: "not on a Friday" }));
    expect(await resultOf(call)).toMatchObject({
      said: expect.stringContaining("not on a Friday"),
    });
    expect(effects).toEqual([]);
    // Who looks at the ledger finds what was denied, not only that something was.
    expect(await world.ledger("agent.call")).toMatchObject({
      email: call.requestedBy.email,
      outcome: "refused",
    });
  });

  test("many who approve at once spend it once", async () => {
    const call = await asked();
    const others = await Promise.all(Array.from({ length: 4 }, () => world.person("approver")));
    const results = await Promise.all(others.map((who) => decide(who, call)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    await resultOf(call);
    expect(effects).toHaveLength(1);
  });
});

describe("a hand-made client", () => {
  test("is refused whatever it forges, and the ledger keeps each try", async () => {
    const call = await asked();
    const forgeries = [
      ["approver", { argumentsHash: "0".repeat(64) }, "stale"],
      ["approver", { approvalId: randomUUID() }, "not_found"],
      ["operator", {}, "forbidden"],
      ["approver", { editedInput: '{"stage": 7}' }, "invalid"],
      ["approver", { editedInput: '{"stage": "Deploy", "more": 1}' }, "invalid"],
      ["approver", { editedInput: "{" }, "invalid"],
    ] as const;
    for (const [role, forged, code] of forgeries) {
      const who = role === "operator" ? operator : approver;
      const result = await decide(who, call, forged);
      expect(result).toMatchObject({ ok: false, problem: { code } });
      const kept = { email: who.email, outcome: "refused", code };
      expect(await world.ledger("agent.decide")).toMatchObject(kept);
    }
    dataOf(await decide(approver, call, { decision: "deny", reason: "a test" }));
    await resultOf(call);
    expect(effects).toEqual([]);
  });

  test("cannot use a decision again, nor for another call", async () => {
    const call = await asked();
    dataOf(await decide(approver, call));
    await resultOf(call);
    const again = await decide(approver, call);
    expect(again).toMatchObject({ ok: false, problem: { code: "conflict" } });
    expect(await world.ledger("agent.decide")).toMatchObject({ outcome: "refused" });
    const other = await asked();
    const replayed = await decide(approver, other, { argumentsHash: call.argumentsHash });
    expect(replayed).toMatchObject({ ok: false, problem: { code: "stale" } });
    dataOf(await decide(approver, other, { decision: "deny", reason: "a test" }));
    await resultOf(other);
    expect(effects).toHaveLength(1);
  });

  test("comes too late: what expired is a refusal", async () => {
    const call = await asked();
    await world.postgres.query(
      "update agent_approvals set expires_at = now() - interval '1 s' where id = $1",
      [call.id],
    );
    const late = await decide(approver, call);
    expect(late).toMatchObject({ ok: false, problem: { code: "conflict" } });
    const { said, steps } = await resultOf(call);
    expect(said).toContain("Nobody decided it in time");
    expect(steps.map(({ phase }) => phase)).toContain("expired");
    expect(effects).toEqual([]);
    expect(await world.ledger("agent.call")).toMatchObject({ outcome: "refused" });
  });

  test("that reaches the database changes arguments in vain", async () => {
    const call = await asked();
    await decideQuietly(call);
    await world.postgres.query("update agent_approvals set input = $2 where id = $1", [
      call.id,
      JSON.stringify({ stage: "Prod" }),
    ]);
    world.engine.runner.wake();
    expect((await resultOf(call)).said).toContain("other arguments");
    expect(effects).toEqual([]);
  });
});

describe("edited before it is approved", () => {
  test("runs as edited, and keeps what was asked", async () => {
    const call = await asked();
    dataOf(await decide(approver, call, { editedInput: '{"stage": "Staging"}' }));
    expect((await resultOf(call)).said).toContain("Staging");
    expect(effects).toEqual([{ stage: "Staging" }]);
    expect(await world.engine.parts.approvals.byId(call.id)).toMatchObject({
      askedInput: { stage: "Deploy" },
      preview: { sentence: "Retries Staging." },
    });
  });

  test("into something worse needs whom the worse needs", async () => {
    const call = await asked(approver);
    const worse = { editedInput: '{"stage": "Deploy", "force": true}' };
    expect(await decide(approver, call, worse)).toMatchObject({
      ok: false,
      problem: { code: "forbidden", message: expect.stringContaining("somebody else") },
    });
    dataOf(await decide(await world.person("approver"), call, worse));
    await resultOf(call);
    expect(effects).toEqual([{ stage: "Deploy", force: true }]);
  });
});

test("what destroys is never decided by who asked; what changes may be", async () => {
  const destroys = await asked(approver, { stage: "Deploy", force: true });
  expect(destroys.who).toBe("other");
  expect(await decide(approver, destroys)).toMatchObject({ problem: { code: "forbidden" } });
  dataOf(await decide(await world.person("admin"), destroys));
  await resultOf(destroys);
  const changes = await asked(approver);
  dataOf(await decide(approver, changes));
  await resultOf(changes);
  expect(effects).toHaveLength(2);
});

describe("between the decision and the effect", () => {
  const role = (who: SignedIn, to: string) =>
    world.postgres.query("update users set role = $2 where id = $1", [who.personId, to]);

  test.each([
    ["the approver lost the role", async (_i: SignedIn, a: SignedIn) => role(a, "operator")],
    ["who invoked it lost the role", async (i: SignedIn) => role(i, "viewer")],
    [
      "who approved it may no longer sign in",
      async (_i: SignedIn, a: SignedIn) =>
        world.postgres.query("update users set disabled_at = now() where id = $1", [a.personId]),
    ],
    [
      "what it rests on changed",
      async () => {
        evidence.now = "otherwise";
      },
    ],
    [
      "the agent was switched off",
      async () =>
        dataOf(
          await world.act(approver, switchOffDefinition, { agent: "tester", reason: "a test" }),
        ),
    ],
  ] as const)("%s: it does not run", async (_what, change) => {
    const [invoker, decider] = [await world.person("operator"), await world.person("approver")];
    const call = await asked(invoker);
    // A look that is under way would find the decision before the change.
    await world.engine.runner.idle();
    await decideQuietly(call, decider);
    await change(invoker, decider);
    world.engine.runner.wake();
    await resultOf(call);
    expect(effects).toEqual([]);
    dataOf(await world.act(await world.person("admin"), switchOnDefinition, { agent: "tester" }));
  });

  test("the approval was spent, and the process died: it runs after all, once", async () => {
    const call = await asked();
    await decideQuietly(call);
    expect(await world.engine.parts.approvals.use(call.id, call.argumentsHash)).toBe(true);
    world.engine.runner.wake();
    await resultOf(call);
    expect(effects).toHaveLength(1);
  });
});

test("the inbox shows that a call waits, and its arguments only to who may read the session", async () => {
  const call = await asked(operator, { stage: "Deploy-secretly" });
  const { items } = await readInbox();
  const item = items.find(({ id }) => id === `agent-call:${call.id}`);
  expect(item).toMatchObject({
    title: "Retries Deploy-secretly.",
    permission: "agent.approve",
    deadline: call.expiresAt,
  });
  expect(JSON.stringify(item?.detail)).not.toContain("input");
  const read = (who: SignedIn) =>
    readCall({ ctx: personOf(who), input: { approvalId: call.id } }).then(
      ({ approval }) => approval.input,
      ({ code }) => code,
    );
  expect(await read(approver)).toEqual({ stage: "Deploy-secretly" });
  expect(await read(operator)).toEqual({ stage: "Deploy-secretly" });
  expect(await read(await world.person("operator"))).toBe("forbidden");
  const view = await readAgents();
  const tester = view.agents.find(({ agent }) => agent === "tester");
  expect(tester).toMatchObject({
    waiting: 1,
    tools: { destroy: 1, change: 1 },
    lastSession: { id: call.sessionId, title: "", state: "waiting" },
  });
  const agent = await readAgent({ ctx: personOf(operator), input: { agent: "tester" } });
  expect(agent.sessions[0]?.id).toBe(call.sessionId);
  expect(agent.tools).toContainEqual(
    expect.objectContaining({ name: "retry", class: "destroy", approval: "ask" }),
  );
  expect(agent.models).toEqual([
    { provider: "bedrock", modelId: "lab.operator-v1" },
    { provider: "bedrock", modelId: "lab.other" },
  ]);
  const intent = { entryId: "", action: "", target: null, why: null, at: new Date() };
  const byApprover = { id: approver.personId, name: "", email: approver.email };
  const input = { approvalId: call.id, decision: "deny" };
  const outcome = () => reconcileDecision({ ...intent, person: byApprover, input });
  expect(await outcome()).toBe("refused");
  dataOf(await decide(approver, call, { decision: "deny", reason: "a test" }));
  expect(await outcome()).toBe("applied");
  await resultOf(call);
});

test("stopping withdraws what was asked", async () => {
  const call = await asked();
  dataOf(await world.act(operator, stopRunDefinition, { sessionId: call.sessionId }));
  await world.until(call.sessionId, "idle");
  expect(await decide(approver, call)).toMatchObject({
    problem: { code: "conflict", message: expect.stringContaining("stopped") },
  });
  expect(effects).toEqual([]);
});

test("a tool that only a person can answer waits for the answer, which is its result", async () => {
  const sessionId = await world.invoke(operator, {
    calls: [{ name: "ask_person", input: {}, id: "tooluse_question" }],
  });
  const call = await world.waiting(sessionId);
  expect(call.asks).toBe("answer");
  expect(await decide(approver, call)).toMatchObject({ problem: { code: "conflict" } });
  const answer = { sessionId, toolUseId: call.toolUseId, answer: "Use port 8080." };
  expect(
    await world.act(await world.person("operator"), answerCallDefinition, answer),
  ).toMatchObject({
    problem: { code: "forbidden" },
  });
  dataOf(await world.act(operator, answerCallDefinition, answer));
  expect((await resultOf(call)).said).toContain("Use port 8080.");
  expect(await world.act(operator, answerCallDefinition, answer)).toMatchObject({ ok: false });
});
