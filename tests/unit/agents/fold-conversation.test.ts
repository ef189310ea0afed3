import { describe, expect, it } from "vitest";
import {
  type CallBlock,
  callsOf,
  EMPTY_CONVERSATION,
  type MessageItem,
  picturesOf,
} from "@/lib/agents/conversation";
import type { JournalEntry } from "@/lib/agents/events";
import { applyEntries, applyEntry, foldConversation } from "@/lib/agents/fold-conversation";
import { aJournal, called, metadata, runEnded, runStarted, said, step } from "./journal";

const messages = (entries: JournalEntry[]): MessageItem[] =>
  foldConversation(entries).items.filter((item) => item.kind === "message");

const onlyCall = (entries: JournalEntry[]): CallBlock => {
  const [call] = [...callsOf(foldConversation(entries))];
  if (!call) throw new Error("There is no call.");
  return call;
};

describe("messages", () => {
  it("join streamed text and reasoning block by block", () => {
    const [message] = messages(
      aJournal(
        { messageStart: { role: "assistant" } },
        {
          contentBlockDelta: {
            contentBlockIndex: 0,
            delta: { reasoningContent: { text: "It is " } },
          },
        },
        {
          contentBlockDelta: {
            contentBlockIndex: 0,
            delta: { reasoningContent: { text: "8080." } },
          },
        },
        { contentBlockDelta: { contentBlockIndex: 1, delta: { text: "The port " } } },
        { contentBlockDelta: { contentBlockIndex: 1, delta: { text: "is wrong." } } },
        { messageStop: { stopReason: "end_turn" } },
        metadata(),
      ),
    );
    expect(message).toMatchObject({
      seq: 1,
      endSeq: 7,
      state: "complete",
      stopReason: "end_turn",
      nanoUsd: 5,
      blocks: [
        { kind: "reasoning", text: "It is 8080." },
        { kind: "text", text: "The port is wrong." },
      ],
    });
  });

  it("stay open while they stream, and keep what an interruption left", () => {
    const [start, delta] = said("assistant", "The port");
    const open = aJournal(start ?? [], delta ?? []);
    expect(messages(open)[0]?.state).toBe("streaming");
    const stopped = aJournal(start ?? [], delta ?? [], {
      messageStop: { stopReason: "interrupted" },
    });
    expect(messages(stopped)[0]).toMatchObject({
      state: "interrupted",
      blocks: [{ text: "The port" }],
    });
  });

  it.each([
    ["a run that goes on", { x_run: { phase: "resumed" as const, why: "its process died" } }],
    ["the end of the run", runEnded("x_failed")],
    ["the next answer", { messageStart: { role: "assistant" as const } }],
  ])("that broke off are dropped by %s", (_name, event) => {
    const [start, delta] = said("assistant", "The po");
    const [first] = messages(aJournal(runStarted(), start ?? [], delta ?? [], event));
    expect(first?.state).toBe("dropped");
  });
});

describe("calls", () => {
  const LS = { id: "t1", name: "shell", input: '{"command":"ls"}' };

  it("gather arguments, steps, live output and result", () => {
    const call = onlyCall(
      aJournal(
        called(LS),
        step("t1", "requested", { class: "read", source: "builtin", rule: "contained" }),
        step("t1", "started"),
        step("t1", "output", { output: { stream: "stdout", text: "a\n" } }),
        step("t1", "output", { output: { stream: "stdout", text: "b\n" } }),
        step("t1", "output", { output: { stream: "stderr", text: "!" } }),
        step("t1", "finished", {
          durationMs: 12,
          result: {
            status: "success",
            content: [
              { text: "a\nb" },
              { x_picture: { path: "c.png", mediaType: "image/png", bytes: 9 } },
            ],
          },
        }),
      ),
    );
    expect(call).toMatchObject({
      input: { command: "ls" },
      phase: "finished",
      class: "read",
      source: "builtin",
      rule: "contained",
      durationMs: 12,
      output: [
        { stream: "stdout", text: "a\nb\n" },
        { stream: "stderr", text: "!" },
      ],
    });
    expect(call.steps.map(({ phase }) => phase)).toEqual(["requested", "started", "finished"]);
    expect(picturesOf(call)).toEqual([{ path: "c.png", mediaType: "image/png", bytes: 9 }]);
  });

  it("keep who decided, why, and what was edited", () => {
    const call = onlyCall(
      aJournal(
        called(LS),
        step("t1", "requested"),
        step("t1", "waiting", { approvalId: "a1", class: "change" }),
        step("t1", "approved", {
          by: "grace@example.com",
          reason: "only the list",
          editedInput: { command: "ls -1" },
        }),
      ),
    );
    expect(call).toMatchObject({
      phase: "approved",
      approvalId: "a1",
      by: "grace@example.com",
      reason: "only the list",
      input: { command: "ls" },
      editedInput: { command: "ls -1" },
    });
  });

  it("have no arguments when they are no JSON, and empty ones when there are none", () => {
    expect(onlyCall(aJournal(called({ ...LS, input: '{"command":' }))).input).toBeUndefined();
    expect(onlyCall(aJournal(called({ ...LS, input: "" }))).input).toEqual({});
  });

  it("take results that come as a message of AgentCore's", () => {
    const entries = aJournal(
      called(LS),
      { messageStart: { role: "user" } },
      {
        contentBlockStart: {
          contentBlockIndex: 0,
          start: { toolResult: { toolUseId: "t1", status: "error" } },
        },
      },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { toolResult: [{ text: "no" }] } } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: "tool_result" } },
    );
    expect(onlyCall(entries)).toMatchObject({
      phase: "finished",
      result: { status: "error", content: [{ text: "no" }] },
    });
    expect(messages(entries).map(({ state }) => state)).toEqual(["complete", "dropped"]);
  });
});

describe("runs", () => {
  it("count turns, tokens and money, over a pause too", () => {
    const { runs, items } = foldConversation(
      aJournal(
        runStarted(),
        said("user", "Why?"),
        said("assistant", "Let me see."),
        metadata(),
        runEnded("interrupted"),
        { x_run: { phase: "resumed", why: "decided" } },
        said("assistant", "Because."),
        metadata(7),
        runEnded(),
      ),
    );
    expect(runs).toMatchObject([
      {
        by: "ada@example.com",
        turns: 2,
        usage: { totalTokens: 24 },
        nanoUsd: 12,
        resumed: 1,
        stopReason: "end_turn",
        durationMs: 2_000,
      },
    ]);
    expect(items.filter(({ kind }) => kind === "notice")).toHaveLength(2);
  });

  it("count answers whose price nobody knows", () => {
    const usage = { inputTokens: 10, outputTokens: 2, totalTokens: 12 };
    const { runs, items } = foldConversation(
      aJournal(runStarted(), said("assistant", "Yes."), {
        metadata: { usage, metrics: { latencyMs: 4 } },
      }),
    );
    expect(runs).toMatchObject([{ turns: 1, nanoUsd: 0, unpriced: 1 }]);
    expect(items[0]).not.toHaveProperty("nanoUsd");
  });
});

it("follows a person's command to its end", () => {
  const { items } = foldConversation(
    aJournal(
      { x_command: { id: "c1", phase: "started", by: "ada@example.com", command: "make" } },
      { x_command: { id: "c1", phase: "output", stream: "stdout", text: "ok" } },
      { x_command: { id: "c1", phase: "finished", exitCode: 2, durationMs: 5 } },
    ),
  );
  expect(items).toMatchObject([
    { kind: "command", state: "finished", exitCode: 2, output: [{ text: "ok" }], endSeq: 3 },
  ]);
});

it("says what the model no longer sees", () => {
  const { context } = foldConversation(
    aJournal({ x_context: { droppedMessages: 4, summary: "They looked at v1.1." } }),
  );
  expect(context).toEqual({ droppedMessages: 4, summary: "They looked at v1.1." });
});

describe("entry by entry", () => {
  const entries = aJournal(
    runStarted(),
    said("user", "Why?"),
    called({ id: "t1", name: "shell", input: '{"command":"ls"}' }),
    step("t1", "started"),
    step("t1", "output", { output: { stream: "stdout", text: "a" } }),
    step("t1", "finished", { result: { status: "success", content: [{ text: "a" }] } }),
    said("assistant", "Because."),
    metadata(),
    runEnded(),
  );

  it("gives what folding all at once gives, and passes over what it has", () => {
    const once = foldConversation(entries);
    expect(entries.reduce(applyEntry, EMPTY_CONVERSATION)).toEqual(once);
    expect(applyEntries(once, entries)).toEqual(once);
  });

  it("leaves the conversation before as it was, and shares what did not change", () => {
    for (let at = 1; at < entries.length; at += 1) {
      const before = foldConversation(entries.slice(0, at));
      const kept = structuredClone(before);
      const after = applyEntries(before, entries.slice(at, at + 1));
      expect(before).toEqual(kept);
      expect(after.lastSeq).toBe(at + 1);
    }
    const before = foldConversation(entries.slice(0, -3));
    expect(applyEntries(before, entries.slice(-3)).items[0]).toBe(before.items[0]);
  });
});
