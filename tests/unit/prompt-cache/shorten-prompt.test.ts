import { expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import type { Compress, PromptRequest } from "@/server/prompt-cache/engine/contracts";
import { shortenPrompt } from "@/server/prompt-cache/engine/shorten-prompt";

const count = (text: string): number => text.split(/\s+/).filter(Boolean).length;
const without =
  (phrase: string): Compress =>
  (text) => {
    const shorter = text.replace(phrase, "");
    return { text: shorter, removed: [phrase], before: count(text), after: count(shorter) };
  };

function shortened(body: string, prompt: string, compress: Compress): string | undefined {
  const request: PromptRequest = {
    namespace: { name: "n", generation: 1, settings: NamespaceSettings.parse({}) },
    door: "bedrock",
    call: {
      operation: "Converse",
      modelId: "m",
      body: Buffer.from(body),
      contentType: "application/json",
      accept: "application/json",
    },
  };
  const found = shortenPrompt(request, prompt, compress, count);
  return found && Buffer.from(found.body).toString();
}

const user = (text: string) => `{"role":"user","content":[{"text":${JSON.stringify(text)}}]}`;
const please = without("please ");

test("only the prompt's own string changes; numbers, order and white space stay", () => {
  const body = `{ "seed": 12345678901234567890, "messages" : [ ${user("please explain")} ], "t":1.0}`;
  expect(shortened(body, "please explain", please)).toBe(
    `{ "seed": 12345678901234567890, "messages" : [ ${user("explain")} ], "t":1.0}`,
  );
});

test.each([
  ["the same text was said before", `{"messages":[${user("please go")},${user("please go")}]}`],
  [
    "the text stands in the system prompt",
    `{"system":[{"text":"please go"}],"messages":[${user("please go")}]}`,
  ],
  [
    "the prompt is written with escapes of its own",
    `{"messages":[{"role":"user","content":[{"text":"ple\\u0061se go"}]}]}`,
  ],
])("nothing is sent shorter when %s", (_, body) => {
  expect(shortened(body, "please go", please)).toBeUndefined();
});

test("a text that stands only elsewhere is not taken for the prompt", () => {
  const body = `{"system":[{"text":"please go"}],"messages":[{"role":"user","content":[{"text":"ple\\u0061se go"}]}]}`;
  expect(shortened(body, "please go", please)).toBeUndefined();
});

test.each([
  ["nothing was removed", (text: string) => text],
  ["the text grew", (text: string) => `${text}!`],
  ["nothing is left", () => " "],
])("nothing is sent when %s", (_, change) => {
  const lying: Compress = (text) => ({ text: change(text), removed: [], before: 9, after: 1 });
  expect(shortened(`{"messages":[${user("please go")}]}`, "please go", lying)).toBeUndefined();
});

test("nothing is sent when the tokens do not become fewer", () => {
  const same: Compress = (text) => ({ text: text.slice(1), removed: [], before: 3, after: 3 });
  expect(shortened(`{"messages":[${user("please go")}]}`, "please go", same)).toBeUndefined();
});
