import { expect, test } from "vitest";
import type { JournalEvent } from "@/lib/agents/events";
import { joinPieces } from "@/server/agents/harness/join-pieces";
import { JournalWriter } from "@/server/agents/harness/journal-writer";

const word = (text: string, contentBlockIndex = 0): JournalEvent => ({
  contentBlockDelta: { contentBlockIndex, delta: { text } },
});
const output = (text: string, stream: "stdout" | "stderr" = "stdout"): JournalEvent => ({
  x_tool: { toolUseId: "t", name: "shell", phase: "output", output: { stream, text } },
});
const STOP: JournalEvent = { messageStop: { stopReason: "end_turn" } };

test("neighbours of one block and one stream become one, and nothing else does", () => {
  expect(joinPieces([word("a"), word("b"), word("c", 1), STOP, word("d", 1)])).toEqual([
    word("ab"),
    word("c", 1),
    STOP,
    word("d", 1),
  ]);
  expect(joinPieces([output("a"), output("b"), output("!", "stderr")])).toEqual([
    output("ab"),
    output("!", "stderr"),
  ]);
});

/** A journal that writes when it is told to. */
function slowJournal() {
  const written: JournalEvent[][] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const writer = new JournalWriter(
    {
      append: (_id, events) =>
        new Promise((done, fail) => {
          written.push(events);
          waiting.push((error) => (error ? fail(error) : done([])));
        }),
    },
    { sessionId: "s", runId: "r" },
    () => undefined,
  );
  const settle = async (error?: Error) => {
    waiting.shift()?.(error);
    await new Promise((soon) => setImmediate(soon));
  };
  return { written, writer, settle };
}

test("pieces that come while others are written go out together, before what is no piece", async () => {
  const { written, writer, settle } = slowJournal();
  writer.write(word("a"));
  writer.write(word("b"));
  writer.write(word("c"));
  expect(written).toEqual([[word("a")]]);
  await settle();
  expect(written[1]).toEqual([word("bc")]);
  writer.write(word("d"));
  writer.write(STOP);
  expect(written[2]).toEqual([word("d"), STOP]);
});

test("after a refusal nothing more is written, and whoever waits hears why", async () => {
  const { written, writer, settle } = slowJournal();
  writer.write(word("a"));
  await settle(new Error("away"));
  writer.write(STOP);
  await expect(writer.flush()).rejects.toThrow("away");
  expect(written).toHaveLength(1);
});

test("silenced, it writes nothing more", () => {
  const { written, writer } = slowJournal();
  writer.silence();
  writer.write(STOP);
  expect(written).toEqual([]);
});
