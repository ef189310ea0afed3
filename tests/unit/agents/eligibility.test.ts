import { describe, expect, test } from "vitest";
import {
  canBringAgentBack,
  canDecideCall,
  canReadSession,
  canRetireAgent,
  canSend,
  canStopRun,
  canWriteSession,
  type DecideFacts,
  offSentence,
} from "@/lib/agents/eligibility";
import { whyNot } from "@/lib/platform/eligibility";
import { ROLES, type Role } from "@/lib/platform/permissions";

const NOW = new Date("2026-11-27T10:00:00Z");
const me = (role: Role, id = "me") => ({ id, role });
const aCall = (over: Partial<DecideFacts> = {}): DecideFacts => ({
  class: "change",
  who: "anyone",
  state: "pending",
  expiresAt: "2026-11-27T11:00:00Z",
  requestedBy: { id: "somebody" },
  ...over,
});
const why = (call: Partial<DecideFacts>, role: Role = "approver") =>
  whyNot(canDecideCall(aCall(call), me(role), NOW));

describe("deciding a call", () => {
  test.each(ROLES)("as %s", (role) => {
    const may = role === "approver" || role === "admin";
    expect(canDecideCall(aCall(), me(role), NOW).allowed).toBe(may);
  });

  const own = { requestedBy: { id: "me" } };
  test.each([
    ["one's own that changes", own, undefined],
    [
      "one's own that changes, where another is asked for",
      { ...own, who: "other" },
      /somebody else/,
    ],
    ["one's own that destroys", { ...own, class: "destroy" }, /what destroys/],
    [
      "one's own that destroys, whatever the rule says",
      { ...own, class: "destroy", who: "anyone" },
      /what destroys/,
    ],
    ["another's that destroys", { class: "destroy", who: "other" }, undefined],
    ["what needs a permission that one has", { permission: "ami.decide" }, undefined],
    ["what needs a permission that one lacks", { permission: "prompt.manage" }, /admin/],
    [
      "what is approved",
      { state: "approved", decidedBy: { name: "Anna" } },
      /already\. Anna was first/,
    ],
    ["what is denied", { state: "denied" }, /denied already/],
    ["what is spent", { state: "used" }, /was done/],
    ["what expired", { state: "expired" }, /in time/],
    ["what was withdrawn", { state: "void" }, /stopped/],
    ["what is over by the clock", { expiresAt: NOW.toISOString() }, /in time/],
  ] as [string, Partial<DecideFacts>, RegExp | undefined][])("%s", (_what, call, expected) => {
    if (expected) expect(why(call)).toMatch(expected);
    else expect(why(call)).toBeUndefined();
  });

  test("who is asked for an answer gives it, whoever may decide too, others not", () => {
    const asks = { asks: "answer" as const };
    expect(why({ ...asks, ...own }, "operator")).toBeUndefined();
    expect(why(asks, "operator")).toMatch(/to answer this/);
    expect(why(asks, "approver")).toBeUndefined();
  });
});

describe("sessions", () => {
  const session = {
    owner: { id: "me", name: "", email: "" },
    shared: false,
    state: "idle" as const,
  };
  const theirs = { ...session, owner: { ...session.owner, id: "somebody" } };

  test.each([
    ["mine", session, "operator", false, true],
    ["somebody's", theirs, "operator", false, false],
    ["somebody's that is shared", { ...theirs, shared: true }, "viewer", false, true],
    ["somebody's, as admin", theirs, "admin", false, true],
    ["somebody's with a call to decide", theirs, "approver", true, true],
    ["somebody's without", theirs, "approver", false, false],
    ["somebody's with a call, but who may not decide", theirs, "operator", true, false],
  ] as const)("reading %s", (_what, of, role, asked, allowed) => {
    expect(canReadSession(of, me(role), asked).allowed).toBe(allowed);
  });

  test("only the owner writes, also of what is shared", () => {
    expect(canWriteSession(session, me("operator")).allowed).toBe(true);
    expect(canWriteSession(session, me("viewer")).allowed).toBe(false);
    expect(canWriteSession(theirs, me("admin")).allowed).toBe(false);
  });

  test.each([
    ["idle", true],
    ["failed", true],
    ["running", false],
    ["waiting", false],
  ] as const)("a message while it is %s", (state, allowed) => {
    expect(canSend({ ...session, state }, me("operator"), undefined).allowed).toBe(allowed);
    const off = { by: "anna", reason: "an incident", at: "" };
    expect(whyNot(canSend({ ...session, state }, me("operator"), off))).toBe(
      "All agents are switched off by anna: an incident.",
    );
  });

  test("a run is stopped by its owner, and by who may switch agents off", () => {
    const running = { ...theirs, state: "running" as const };
    expect(canStopRun({ ...running, owner: session.owner }, me("operator")).allowed).toBe(true);
    expect(canStopRun(running, me("operator")).allowed).toBe(false);
    expect(canStopRun(running, me("approver")).allowed).toBe(true);
    expect(canStopRun(session, me("operator")).allowed).toBe(false);
  });
});

describe("retiring an agent", () => {
  const at = (running: number, waiting: number, role: Role = "admin") =>
    whyNot(canRetireAgent(me(role), { running, waiting }));

  test.each(ROLES)("as %s", (role) => {
    const may = role === "admin";
    expect(canRetireAgent(me(role), { running: 0, waiting: 0 }).allowed).toBe(may);
    expect(canBringAgentBack(me(role)).allowed).toBe(may);
  });

  test.each([
    [0, 0, undefined],
    [1, 0, "1 session is at work: let it end, or stop it, before the agent is retired."],
    [0, 1, "1 session waits for a person: let it end, or stop it, before the agent is retired."],
    [
      2,
      3,
      "2 sessions are at work and 3 sessions wait for a person: let them end, or stop them, before the agent is retired.",
    ],
  ])("with %i at work and %i that wait", (running, waiting, sentence) => {
    expect(at(running, waiting)).toBe(sentence);
  });

  test("its role is told before its sessions", () => {
    expect(at(1, 1, "approver")).toBe("Needs the role admin to retire agents; you are approver.");
  });

  test("is told in another way than a switch", () => {
    const off = { agent: "a", by: "anna", reason: "Nobody asks it", at: "" };
    expect(offSentence({ ...off, retired: true })).toBe(
      "This agent was retired by anna: Nobody asks it.",
    );
    expect(offSentence(off)).toBe("This agent is switched off by anna: Nobody asks it.");
  });
});
