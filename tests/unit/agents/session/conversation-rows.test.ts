import { describe, expect, it } from "vitest";
import { callsOf } from "@/lib/agents/conversation";
import { conversationRows, groupBlocks } from "@/lib/agents/conversation-rows";
import { findInConversation } from "@/lib/agents/find-in-conversation";
import { foldConversation } from "@/lib/agents/fold-conversation";
import { callLook } from "@/lib/agents/session-looks";
import { aJournal, called, metadata, runEnded, runStarted, said, step } from "../journal";

const rowsOf = (...events: Parameters<typeof aJournal>) =>
  conversationRows(foldConversation(aJournal(...events)));
const kinds = (...events: Parameters<typeof aJournal>) => rowsOf(...events).map(({ kind }) => kind);

describe("the rows of a conversation", () => {
  it("end a run with what it used", () => {
    const rows = rowsOf(
      runStarted(),
      ...said("user", "Why?"),
      ...said("assistant", "Because."),
      metadata(),
      runEnded(),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(["message", "message", "run-end"]);
    const end = rows.at(-1);
    expect(end?.kind === "run-end" && [end.ended.stopReason, end.run.usage.totalTokens]).toEqual([
      "end_turn",
      12,
    ]);
  });

  it("say why a run ended early, once", () => {
    const rows = rowsOf(runStarted(), ...said("user", "Why?"), {
      x_run: {
        phase: "ended",
        stopReason: "timeout_exceeded",
        problem: "It took longer than 60 s, its limit.",
        durationMs: 60_000,
      },
    });
    expect(rows.filter(({ kind }) => kind === "run-end")).toHaveLength(1);
    const end = rows.at(-1);
    expect(end?.kind === "run-end" && end.ended).toMatchObject({
      stopReason: "timeout_exceeded",
      problem: "It took longer than 60 s, its limit.",
    });
  });

  it("leave out the pause of a run that went on after a decision", () => {
    expect(
      kinds(
        runStarted(),
        ...said("user", "Retry it"),
        ...called({ id: "use-1", name: "release_retry_stage", input: '{ "stage": "Deploy" }' }),
        step("use-1", "waiting"),
        runEnded("interrupted"),
        { x_run: { phase: "resumed", why: "decided" } },
        step("use-1", "started"),
        ...said("assistant", "Retried."),
        runEnded(),
      ),
    ).toEqual(["message", "message", "message", "run-end"]);
  });

  it("tell of a run that was taken up after a crash, without what had broken off", () => {
    expect(
      kinds(
        runStarted(),
        ...said("user", "Why?"),
        { messageStart: { role: "assistant" } },
        { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Half an" } } },
        { x_run: { phase: "resumed", why: "orphaned" } },
        ...said("assistant", "A whole answer."),
        runEnded(),
      ),
    ).toEqual(["message", "notice", "message", "run-end"]);
  });

  it("keep a person's command between messages", () => {
    expect(
      kinds(...said("user", "Hello"), {
        x_command: { id: "c1", phase: "started", by: "o@example.com", command: "ls" },
      }),
    ).toEqual(["message", "command"]);
  });

  it("have unique keys that a later run does not change", () => {
    const first = aJournal(
      runStarted(),
      ...said("user", "Why?"),
      ...said("assistant", "Because."),
      runEnded(),
    );
    const later = aJournal(...first.map(({ event }) => event), ...said("user", "And now?")).slice(
      first.length,
    );
    const keysOf = (entries: typeof first) =>
      conversationRows(foldConversation(entries)).map(({ key }) => key);
    const before = keysOf(first);
    const after = keysOf([...first, ...later.map((entry) => ({ ...entry, runId: "run-2" }))]);
    expect(new Set(after).size).toBe(4);
    expect(after.slice(0, 3)).toEqual(before);
  });
});

describe("calls of one turn", () => {
  it("stand together, and text between them parts them", () => {
    const call = (toolUseId: string) => ({
      kind: "tool" as const,
      index: 0,
      toolUseId,
      name: "shell",
      inputText: "",
      phase: "asked" as const,
      steps: [],
      output: [],
    });
    const text = { kind: "text" as const, index: 1, text: "Then" };
    expect(
      groupBlocks([call("a"), call("b"), text, call("c")]).map((group) =>
        group.kind === "calls" ? group.calls.map(({ toolUseId }) => toolUseId) : group.block.text,
      ),
    ).toEqual([["a", "b"], "Then", ["c"]]);
  });
});

describe("how a call looks", () => {
  const lookOf = (...steps: ReturnType<typeof step>[]) => {
    const [call] = [
      ...callsOf(
        foldConversation(
          aJournal(...called({ id: "use-1", name: "release_retry_stage", input: "{}" }), ...steps),
        ),
      ),
    ];
    return call && callLook(call).label;
  };
  const error = { status: "error" as const, content: [{ text: "No." }] };

  it("stays denied after the model was told", () => {
    expect(
      lookOf(
        step("use-1", "waiting"),
        step("use-1", "denied"),
        step("use-1", "finished", { result: error }),
      ),
    ).toBe("Denied");
  });
  it("says that a refused call did not run, and one that ran failed", () => {
    expect(lookOf(step("use-1", "finished", { result: error }))).toBe("Did not run");
    expect(lookOf(step("use-1", "started"), step("use-1", "finished", { result: error }))).toBe(
      "Failed",
    );
  });
  it("never calls done what nobody can tell", () => {
    expect(lookOf(step("use-1", "started"), step("use-1", "unknown"))).toBe(
      "Not known whether it was done",
    );
  });
});

describe("the search", () => {
  it("finds words, arguments and results, upper and lower case alike, in the order of reading", () => {
    const rows = rowsOf(
      ...said("user", "Which PORT?"),
      ...called({ id: "use-1", name: "shell", input: '{ "command": "grep port app.log" }' }),
      ...said("assistant", "It listens on the wrong port."),
    );
    const found = findInConversation(rows, "port");
    expect(found.map(({ toolUseId }) => toolUseId)).toEqual([undefined, "use-1", undefined]);
    expect(findInConversation(rows, "  ")).toEqual([]);
    expect(findInConversation(rows, "harbour")).toEqual([]);
  });
});
