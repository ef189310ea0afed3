import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeEvent, frameDecoder } from "@/server/aws/bedrock-runtime/event-stream";
import {
  converseAssembler,
  eventsOf,
  replayFrames,
} from "@/server/prompt-cache/engine/converse-events";

const assembled = (frames: Iterable<Uint8Array>) => {
  const decoder = frameDecoder();
  const assembler = converseAssembler();
  for (const bytes of frames) for (const frame of decoder.feed(bytes)) assembler.feed(frame);
  return assembler.response();
};

const text = fc.record({ text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 3_000 }) });
const tool = fc.record({
  toolUse: fc.record({
    toolUseId: fc.string(),
    name: fc.string(),
    input: fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      fc.jsonValue(),
      { maxKeys: 4 },
    ),
  }),
});
const reasoning = fc.record({
  reasoningContent: fc.record({
    reasoningText: fc.record({ text: fc.string({ minLength: 1 }), signature: fc.string() }),
  }),
});
const response = fc.record({
  output: fc.record({
    message: fc.record({
      role: fc.constant("assistant"),
      content: fc.array(fc.oneof(text, tool, reasoning), { minLength: 1, maxLength: 4 }),
    }),
  }),
  stopReason: fc.constantFrom("end_turn", "tool_use", "max_tokens"),
  usage: fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat() }),
  metrics: fc.record({ latencyMs: fc.nat() }),
});

test("a response that is replayed and put together again is the same", () => {
  fc.assert(
    fc.property(response, (value) => {
      const json = JSON.parse(JSON.stringify(value));
      expect(assembled(replayFrames(Buffer.from(JSON.stringify(value))) ?? [])).toEqual(json);
    }),
  );
});

test("frames come out of pieces of any size as they went in", () => {
  fc.assert(
    fc.property(response, fc.integer({ min: 1, max: 97 }), (value, size) => {
      const whole = Buffer.concat(replayFrames(Buffer.from(JSON.stringify(value))) ?? []);
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) =>
        whole.subarray(n * size, (n + 1) * size),
      );
      expect(assembled(pieces)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 30 },
  );
});

describe("what is not put together", () => {
  const start = encodeEvent("messageStart", { role: "assistant" });
  const stop = encodeEvent("messageStop", { stopReason: "end_turn" });
  const delta = (value: unknown) =>
    encodeEvent("contentBlockDelta", { contentBlockIndex: 0, delta: value });

  test.each([
    ["a stream without its end", [start, delta({ text: "a" })]],
    ["one without its start", [delta({ text: "a" }), stop]],
    ["an event of an unknown kind", [start, encodeEvent("novelty", {}), stop]],
    ["a delta of an unknown kind", [start, delta({ citation: {} }), stop]],
    [
      "a tool's input that is no JSON",
      [
        start,
        encodeEvent("contentBlockStart", {
          contentBlockIndex: 0,
          start: { toolUse: { toolUseId: "1", name: "t" } },
        }),
        delta({ toolUse: { input: "{" } }),
        stop,
      ],
    ],
  ])("%s", (_, frames) => {
    expect(assembled(frames)).toBeUndefined();
  });

  test("a response with content that no event tells", () => {
    expect(eventsOf({ output: { message: { role: "assistant", content: [{ image: {} }] } } })).toBe(
      undefined,
    );
  });

  test("a frame with a wrong checksum", () => {
    const bytes = Buffer.from(start);
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1;
    expect(() => frameDecoder().feed(bytes)).toThrow();
  });
});
