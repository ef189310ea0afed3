import { expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { admit } from "@/server/prompt-cache/engine/admit";
import type { PromptRequest } from "@/server/prompt-cache/engine/contracts";
import { digestsOf } from "@/server/prompt-cache/engine/key-digests";
import { recall, remember } from "@/server/prompt-cache/engine/recall";

const settings = NamespaceSettings.parse({});
const aRequest = (
  change: { namespace?: Partial<PromptRequest["namespace"]>; bypass?: boolean } & Partial<
    PromptRequest["call"]
  > = {},
): PromptRequest => {
  const { namespace, bypass, ...call } = change;
  return {
    namespace: { name: "n", generation: 1, settings, ...namespace },
    door: "bedrock",
    call: {
      operation: "Converse",
      modelId: "m",
      body: Buffer.from('{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}'),
      contentType: "application/json",
      accept: "application/json",
      ...call,
    },
    ...(bypass !== undefined && { bypass }),
  };
};

const { keyed } = admit(aRequest(), 1_000);
if (!keyed) throw new Error("no key");
const reading = { keyed, digests: digestsOf(keyed), key: "where it stands" };

test("an equal request is read as it was read before", () => {
  remember(aRequest(), reading);
  expect(recall(aRequest())).toMatchObject(reading);
  expect(recall(aRequest({ signal: new AbortController().signal }))?.digests).toBe(reading.digests);
});

test.each<[string, Parameters<typeof aRequest>[0]]>([
  ["namespace", { namespace: { name: "o" } }],
  ["generation", { namespace: { generation: 2 } }],
  ["settings", { namespace: { settings: NamespaceSettings.parse({ foldCase: true }) } }],
  ["model", { modelId: "o" }],
  ["operation", { operation: "ConverseStream" }],
  ["accept", { accept: "text/plain" }],
  ["headers", { headers: { "x-amzn-bedrock-trace": "ENABLED" } }],
  ["body", { body: Buffer.from('{"messages":[{"role":"user","content":[{"text":"Ho"}]}]}') }],
  ["wish to go past the cache", { bypass: true }],
])("another %s is read anew", (_, change) => {
  remember(aRequest(), reading);
  expect(recall(aRequest(change))).toBeUndefined();
});

test("what is asked again and again is remembered, whatever else is asked once", () => {
  const shared = NamespaceSettings.parse({});
  const asked = (text: string) =>
    aRequest({ namespace: { settings: shared }, body: Buffer.from(text) });
  for (let n = 0; n < 24_000; n++) {
    remember(asked(`{"n":${n}}`), reading);
    if (n % 1_000 === 0) recall(asked('{"n":0}'));
  }
  expect(recall(asked('{"n":0}'))).toBeDefined();
  expect(recall(asked('{"n":23999}'))).toBeDefined();
  // Memory has an end: of what is asked once, the oldest goes.
  expect(recall(asked('{"n":1}'))).toBeUndefined();
});

test("bytes that only UTF-8 decoding would make equal stay apart", () => {
  const body = (byte: number) => Buffer.from([0x7b, byte, 0x7d]);
  remember(aRequest({ body: body(0xff) }), reading);
  expect(recall(aRequest({ body: body(0xfe) }))).toBeUndefined();
});
