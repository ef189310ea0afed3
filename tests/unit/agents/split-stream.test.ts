import { expect, test } from "vitest";
import { SplitStream } from "@/server/agents/sandbox/kernel/split-stream";

const MARK = "\x1etoken";

function split(chunks: Buffer[]) {
  let text = "";
  const ends: string[] = [];
  const stream = new SplitStream(
    MARK,
    (piece) => {
      text += piece;
    },
    (line) => ends.push(line),
  );
  for (const chunk of chunks) stream.add(chunk);
  return { text, ends };
}

test("a kernel's stream gives the same text and end wherever its pieces are cut", () => {
  const whole = Buffer.from(`é \x1e not it \x1etok\n${MARK}{"status":"success"}\nafter`);
  for (let at = 0; at <= whole.length; at += 1) {
    expect(split([whole.subarray(0, at), whole.subarray(at)])).toEqual({
      text: "é \x1e not it \x1etok\nafter",
      ends: ['{"status":"success"}'],
    });
  }
});

test("text is told as it comes, and only what may be a mark is held back", () => {
  expect(split([Buffer.from("now\n")])).toEqual({ text: "now\n", ends: [] });
  expect(split([Buffer.from("now\n\x1etok")])).toEqual({ text: "now\n", ends: [] });
});

test("a line after the mark that never ends is given up at its limit", () => {
  const { text, ends } = split([Buffer.from(`x${MARK}`), Buffer.alloc(1_000_001, "y")]);
  expect(text).toBe("x");
  expect(ends[0]?.length).toBeGreaterThan(999_000);
});
