import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { textOf } from "@/lib/agents/conversation";
import {
  forkSessionDefinition,
  invokeAgentDefinition,
  renameSessionDefinition,
  runCommandDefinition,
  sendMessageDefinition,
  shareSessionDefinition,
  stopRunDefinition,
  switchModeDefinition,
  switchModelDefinition,
  switchOffDefinition,
  switchOnDefinition,
} from "@/server/agents/action-definitions";
import { streamJournal } from "@/server/agents/journal/stream-journal";
import { readSession } from "@/server/agents/read-session";
import { readSessions } from "@/server/agents/read-sessions";
import { reconcileInvoke, reconcileSend } from "@/server/agents/reconcilers";
import type { Session as SignedIn } from "@/server/platform/session";
import { anAgentSession, aRun, aSessionId } from "../../../fixtures/agents/an-agent-session";
import { obedient } from "../../../fixtures/agents/engine-world";
import { dataOf } from "../../../fixtures/prompt-actions";
import { waitFor } from "../../../fixtures/wait-for";
import { approver, effects, operator, personOf, world } from "./world";

const idOf = ({ personId }: SignedIn) => personId;
const sessions = () => world.engine.parts.sessions;
/** The model stops in the middle of its answer until it is released. */
const holdTheModel = () =>
  world.bedrock.script((asked, turn) => ({ ...obedient(asked, turn), holdAt: 2 }));
const answersOf = async (sessionId: string) => {
  const { items } = await world.conversation(sessionId);
  return items.flatMap((item) =>
    item.kind === "message" && item.role === "assistant" && item.state === "complete"
      ? [textOf(item)]
      : [],
  );
};
const aMessage = (sessionId: string, message = "and now?") => ({
  sessionId,
  message,
  requestKey: randomUUID(),
});

describe("starting", () => {
  test("the same request, ten times at once, starts one session and says its message once", async () => {
    const input = { agent: "tester", message: "hello", requestKey: randomUUID() };
    const made = await Promise.all(
      Array.from({ length: 10 }, () => world.act(operator, invokeAgentDefinition, input)),
    );
    const ids = new Set(made.map((each) => dataOf(each).sessionId));
    expect(ids.size).toBe(1);
    const [id = ""] = ids;
    await world.until(id, "idle");
    expect(await answersOf(id)).toEqual(["You said: hello"]);
    const intent = {
      entryId: "",
      action: "agent.invoke",
      target: null,
      why: null,
      person: { id: idOf(operator), name: "", email: operator.email },
      at: new Date(),
    };
    expect(await reconcileInvoke({ ...intent, input })).toBe("applied");
    const other = { ...input, requestKey: randomUUID() };
    expect(await reconcileInvoke({ ...intent, input: other })).toBe("refused");
    const sent = aMessage(id);
    expect(await reconcileSend({ ...intent, input: sent })).toBe("refused");
    await Promise.all([1, 2, 3].map(() => world.act(operator, sendMessageDefinition, sent)));
    await world.until(id, "idle");
    expect(await answersOf(id)).toEqual(["You said: hello", "You said: and now?"]);
    expect(await reconcileSend({ ...intent, input: sent })).toBe("applied");
    expect(JSON.stringify(await world.ledger("agent.send"))).not.toContain("and now");
  });

  test("a message to a session at work is refused in one sentence; somebody else's session always", async () => {
    holdTheModel();
    const id = await world.invoke(operator, "hold on");
    expect(await world.act(operator, sendMessageDefinition, aMessage(id))).toMatchObject({
      problem: { code: "conflict", message: expect.stringContaining("at work") },
    });
    world.bedrock.release();
    await world.until(id, "idle");
    expect(await world.act(approver, sendMessageDefinition, aMessage(id))).toMatchObject({
      problem: { code: "forbidden" },
    });
  });
});

describe("processes", () => {
  test("one that is frozen loses its run; the other goes on, and nothing of the first counts any more", async () => {
    holdTheModel();
    const id = await world.invoke(operator, "who answers?");
    const other = world.another();
    await world.postgres.query(
      "update agent_sessions set lease_until = now() - interval '1 s', run_owner = 'a frozen one' where id = $1",
      [id],
    );
    world.bedrock.script(obedient);
    other.runner.wake();
    await world.until(id, "idle");
    world.bedrock.release();
    await world.engine.runner.idle();
    expect(await answersOf(id)).toEqual(["You said: who answers?"]);
    const entries = await world.engine.parts.journal.read(id);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    await other.runner.close();
  });

  test("one that ends hands its run over at once", async () => {
    const ending = world.another();
    holdTheModel();
    const session = await sessions().create(
      anAgentSession({ agent: "tester", owner: { ...personOf(operator).person } }),
    );
    await ending.runner.start(session, { runId: randomUUID(), message: "go on" });
    world.bedrock.script(obedient);
    await ending.runner.close();
    await world.until(session.id, "idle");
    expect(await answersOf(session.id)).toEqual(["You said: go on"]);
  });

  test("one that died before it kept the message says so", async () => {
    const session = await sessions().create(
      anAgentSession({ agent: "tester", owner: { ...personOf(operator).person } }),
    );
    await sessions().claim(session.id, { ...aRun("dead"), leaseMs: -1_000 });
    world.engine.runner.wake();
    await waitFor("the sentence", async () => (await sessions().byId(session.id)).problem);
    expect(await sessions().byId(session.id)).toMatchObject({
      state: "idle",
      problem: expect.stringContaining("say it again"),
    });
  });

  test("a stop is heard in whichever process it runs", async () => {
    const other = world.another({ renewMs: 60_000 });
    holdTheModel();
    const session = await sessions().create(
      anAgentSession({ agent: "tester", owner: { ...personOf(operator).person } }),
    );
    await other.runner.start(session, { runId: randomUUID(), message: "stop me" });
    dataOf(await world.act(operator, stopRunDefinition, { sessionId: session.id }));
    await world.until(session.id, "idle");
    expect(await sessions().byId(session.id)).toMatchObject({ lastStop: "x_cancelled" });
    expect(await world.act(operator, stopRunDefinition, { sessionId: session.id })).toMatchObject({
      problem: { code: "conflict" },
    });
    await other.runner.close();
  });
});

test("the kill switch stops what runs and what waits, and lets nothing start until it is lifted", async () => {
  const waits = await world.invoke(operator, { calls: [{ name: "act", input: {} }] });
  const call = await world.waiting(waits);
  holdTheModel();
  const runs = await world.invoke(operator, "run");
  const off = { reason: "an incident" };
  expect(await world.act(operator, switchOffDefinition, off)).toMatchObject({
    problem: { code: "forbidden" },
  });
  expect(dataOf(await world.act(approver, switchOffDefinition, off)).stopped).toBe(2);
  await world.until(runs, "idle");
  await world.until(waits, "idle");
  expect(await world.engine.parts.approvals.byId(call.id)).toMatchObject({ state: "void" });
  expect(effects).toEqual([]);
  const input = { agent: "tester", message: "hello", requestKey: randomUUID() };
  expect(await world.act(operator, invokeAgentDefinition, input)).toMatchObject({
    problem: { code: "conflict", message: expect.stringContaining("an incident") },
  });
  expect(await world.act(operator, sendMessageDefinition, aMessage(runs))).toMatchObject({
    problem: { code: "conflict" },
  });
  expect(await world.act(approver, switchOnDefinition, {})).toMatchObject({
    problem: { code: "forbidden" },
  });
  dataOf(await world.act(await world.person("admin"), switchOnDefinition, {}));
  world.bedrock.script(obedient);
  dataOf(await world.act(operator, sendMessageDefinition, aMessage(waits, "again")));
  await world.until(waits, "idle");
  expect((await answersOf(waits)).at(-1)).toBe("That is what came of it.");
  expect(effects).toEqual([]);
});

test("who may read: the owner, everybody when it is shared, admins, and who is asked to decide in it", async () => {
  const id = await world.invoke(operator, { calls: [{ name: "act", input: {} }] });
  const plain = await world.invoke(operator, "private");
  const stranger = await world.person("operator");
  const read = (who: SignedIn, sessionId: string) =>
    readSession({ ctx: personOf(who), input: { sessionId } }).then(
      ({ mine }) => (mine ? "mine" : "read"),
      ({ code }) => code as string,
    );
  await world.waiting(id);
  await world.until(plain, "idle");
  expect(await read(operator, id)).toBe("mine");
  expect(await read(approver, id)).toBe("read");
  expect(await read(approver, plain)).toBe("forbidden");
  expect(await read(stranger, id)).toBe("forbidden");
  expect(await read(await world.person("admin"), plain)).toBe("read");
  const listed = async (who: SignedIn) =>
    (await readSessions({ ctx: personOf(who), input: { limit: 100 } })).sessions.map((s) => s.id);
  expect(await listed(stranger)).not.toContain(plain);
  dataOf(await world.act(operator, shareSessionDefinition, { sessionId: plain, shared: true }));
  expect(await read(stranger, plain)).toBe("read");
  expect(await listed(stranger)).toContain(plain);
  const title = { sessionId: plain, title: "Mine" };
  expect(await world.act(stranger, renameSessionDefinition, title)).toMatchObject({
    problem: { code: "forbidden" },
  });
  expect(await read(stranger, aSessionId())).toBe("not_found");
});

test("a fork has the conversation up to a point and the files of then, and is somebody's own", async () => {
  const id = await world.invoke(operator, "first");
  await world.until(id, "idle");
  const workspace = await world.engine.parts.workspaces.open(id);
  await workspace.write("notes.txt", "kept");
  const { items } = await world.conversation(id);
  const answer = items.at(-1);
  dataOf(await world.act(operator, sendMessageDefinition, aMessage(id, "second")));
  await world.until(id, "idle");
  const seq = (answer?.endSeq ?? 0) + 2;
  const forked = dataOf(await world.act(operator, forkSessionDefinition, { sessionId: id, seq }));
  await workspace.write("notes.txt", "changed");
  expect(await answersOf(forked.sessionId)).toEqual(["You said: first"]);
  const copy = await world.engine.parts.workspaces.open(forked.sessionId);
  expect((await copy.read("notes.txt")).toString()).toBe("kept");
  dataOf(await world.act(operator, sendMessageDefinition, aMessage(forked.sessionId, "third")));
  await world.until(forked.sessionId, "idle");
  expect(await answersOf(forked.sessionId)).toEqual(["You said: first", "You said: third"]);
  expect(await answersOf(id)).toEqual(["You said: first", "You said: second"]);
  expect(await world.act(approver, forkSessionDefinition, { sessionId: id, seq })).toMatchObject({
    problem: { code: "forbidden" },
  });
});

test("a command runs in the session's files without the model, and is followed as it speaks", async () => {
  const id = await world.invoke(operator, "hello");
  await world.until(id, "idle");
  const asked = world.bedrock.asked.length;
  const stop = new AbortController();
  const stream = streamJournal({
    journal: world.engine.parts.journal,
    sessionId: id,
    after: (await sessions().byId(id)).lastSeq,
    recheck: async () => undefined,
    signal: stop.signal,
  }).getReader();
  const command = { sessionId: id, command: "echo said; echo twice >&2; exit 3" };
  dataOf(await world.act(operator, runCommandDefinition, command));
  let heard = "";
  while (!heard.includes('"finished"')) {
    const { value, done } = await stream.read();
    if (done) break;
    heard += new TextDecoder().decode(value);
  }
  stop.abort();
  while (!(await stream.read()).done);
  expect(heard).toMatch(/^retry: 1000\n\nid: \d+\ndata: \[/);
  const { items } = await world.conversation(id);
  expect(items.at(-1)).toMatchObject({ kind: "command", state: "finished", exitCode: 3 });
  expect(JSON.stringify(items.at(-1))).toContain("said");
  expect(world.bedrock.asked.length).toBe(asked);
  expect(await world.ledger("agent.command")).toMatchObject({ email: operator.email });
});

test("model and mode are switched between messages, to what the agent may use", async () => {
  const id = await world.invoke(operator, "hello");
  await world.until(id, "idle");
  const to = (modelId: string) => ({
    sessionId: id,
    model: { provider: "bedrock" as const, modelId },
  });
  expect(await world.act(operator, switchModelDefinition, to("lab.unknown"))).toMatchObject({
    problem: { code: "invalid" },
  });
  dataOf(await world.act(operator, switchModelDefinition, to("lab.other")));
  dataOf(await world.act(operator, switchModeDefinition, { sessionId: id, mode: "plan" }));
  const ask = JSON.stringify({ calls: [{ name: "act", input: {} }] });
  dataOf(await world.act(operator, sendMessageDefinition, aMessage(id, ask)));
  await world.until(id, "idle");
  expect(world.bedrock.asked.at(-1)?.modelId).toBe("lab.other");
  expect(JSON.stringify((await world.conversation(id)).items)).toContain("plan mode");
  expect(effects).toEqual([]);
});
