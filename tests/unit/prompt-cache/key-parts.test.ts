import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, parseJson } from "@/lib/prompt-cache/canonical-json";
import { type KeyedCall, keyPartsOf } from "@/lib/prompt-cache/key-parts";
import { digestsOf } from "@/server/prompt-cache/engine/key-digests";

interface Asked {
  namespace: string;
  generation: number;
  model: string;
  prompt: string;
  system?: string;
  temperature?: number;
  tool?: string;
  before: string[];
}

/** JSON text with the fields of each object in an order of its own, and white space between. */
function written(value: unknown, backwards: boolean, space: string): string {
  if (Array.isArray(value))
    return `[${value.map((part) => written(part, backwards, space)).join(`,${space}`)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  if (backwards) fields.reverse();
  return `{${space}${fields
    .map(([name, part]) => `${JSON.stringify(name)}${space}:${written(part, backwards, space)}`)
    .join(`${space},`)}}`;
}

const bodyOf = ({ prompt, system, temperature, tool, before }: Asked): unknown => ({
  messages: [...before, prompt].map((text, n) => ({
    role: n % 2 === before.length % 2 ? "user" : "assistant",
    content: [{ text }],
  })),
  system: system === undefined ? undefined : [{ text: system }],
  inferenceConfig: temperature === undefined ? undefined : { temperature, maxTokens: 100 },
  toolConfig: tool === undefined ? undefined : { tools: [{ toolSpec: { name: tool } }] },
});

const callOf = (body: string, more: Partial<KeyedCall> = {}): KeyedCall => ({
  operation: "Converse",
  modelId: "m",
  body: Buffer.from(body),
  contentType: "application/json",
  accept: "application/json",
  ...more,
});

function keyOf(asked: Asked, writing = { backwards: false, space: "" }, streamed = false): string {
  const { backwards, space } = writing;
  const keyed = keyPartsOf(
    callOf(written(bodyOf(asked), backwards, space), {
      modelId: asked.model,
      operation: streamed ? "ConverseStream" : "Converse",
    }),
    { name: asked.namespace, generation: asked.generation, foldCase: false },
  );
  if (!keyed) throw new Error("no key");
  return digestsOf(keyed).exactKey;
}

const word = fc.string({ unit: "binary", minLength: 1, maxLength: 12 }).map((text) => `w${text}`);
const name = fc.constantFrom("a", "ab", "b", "support", "legal");
const asked: fc.Arbitrary<Asked> = fc.record(
  {
    namespace: name,
    generation: fc.integer({ min: 1, max: 3 }),
    model: fc.constantFrom("m", "m1", "amazon.nova-micro-v1:0"),
    prompt: word,
    system: fc.option(word, { nil: undefined }),
    temperature: fc.option(fc.constantFrom(0, 0.5, 1), { nil: undefined }),
    tool: fc.option(fc.constantFrom("weather", "time"), { nil: undefined }),
    before: fc.constantFrom([], ["Hi", "Hello"], ["Hi", "Hello!"]),
  },
  { requiredKeys: ["namespace", "generation", "model", "prompt", "before"] },
);

describe("the key", () => {
  test("is one for one question, however its JSON is written and whether it is streamed", () => {
    fc.assert(
      fc.property(
        asked,
        fc.record({ backwards: fc.boolean(), space: fc.constantFrom("", " ", "\n\t") }),
        fc.boolean(),
        (one, writing, streamed) => {
          expect(keyOf(one, writing, streamed)).toBe(keyOf(one));
          expect(keyOf({ ...one, prompt: ` ${one.prompt}\n` })).toBe(keyOf(one));
        },
      ),
    );
  });

  test.each([
    "namespace",
    "generation",
    "model",
    "system",
    "temperature",
    "tool",
    "before",
  ] as const)("differs when only the %s does", (part) => {
    fc.assert(
      fc.property(asked, asked, (one, two) => {
        fc.pre(JSON.stringify(one[part]) !== JSON.stringify(two[part]));
        expect(keyOf({ ...one, [part]: two[part] })).not.toBe(keyOf(one));
      }),
    );
  });

  test("lets nothing move from one part into the next", () => {
    fc.assert(
      fc.property(asked, asked, (one, two) => {
        fc.pre(JSON.stringify(bodyOf(one)) !== JSON.stringify(bodyOf(two)));
        fc.pre(one.prompt.trim() !== two.prompt.trim() || one.before !== two.before);
        fc.pre(
          one.prompt.normalize("NFC").replace(/\s+/gu, " ") !==
            two.prompt.normalize("NFC").replace(/\s+/gu, " ") || one.before !== two.before,
        );
        expect(keyOf(one)).not.toBe(keyOf(two));
      }),
    );
  });

  const parts = (body: unknown, more?: Partial<KeyedCall>) =>
    keyPartsOf(callOf(typeof body === "string" ? body : JSON.stringify(body), more), {
      name: "n",
      generation: 1,
      foldCase: false,
    });
  const key = (body: unknown, more?: Partial<KeyedCall>): string => {
    const keyed = parts(body, more);
    if (!keyed) throw new Error("no key");
    return digestsOf(keyed).exactKey;
  };
  const user = (...content: unknown[]) => ({ messages: [{ role: "user", content }] });

  test("counts fields that nobody knows yet, and Bedrock's headers, as parameters", () => {
    const plain = user({ text: "Hi" });
    expect(key({ ...plain, nextYear: 1 })).not.toBe(key(plain));
    expect(key({ ...plain, guardrailConfig: { guardrailIdentifier: "g" } })).not.toBe(key(plain));
    expect(key(plain, { headers: { "x-amzn-bedrock-trace": "ENABLED" } })).not.toBe(key(plain));
    expect(key({ ...plain, requestMetadata: { team: "a" } })).toBe(key(plain));
  });

  test("keeps apart numbers that a double does not", () => {
    const seed = (digits: string) =>
      `{"messages":[{"role":"user","content":[{"text":"Hi"}]}],"seed":${digits}}`;
    expect(key(seed("9007199254740993"))).not.toBe(key(seed("9007199254740992")));
    expect(key(seed("1e999"))).not.toBe(key(seed("null")));
    expect(key(seed("1.0"))).toBe(key(seed("1")));
  });

  test("keeps apart texts that only lone surrogates tell apart", () => {
    const hi = (text: string) => `{"messages":[{"role":"user","content":[{"text":"a${text}"}]}]}`;
    expect(key(hi("\\ud800"))).not.toBe(key(hi("\\ud801")));
    expect(key(hi("\\ud800"))).not.toBe(key(hi("\ufffd")));
  });

  test("sees how a turn is made up", () => {
    const image = { image: { format: "png", source: { bytes: "AAAA" } } };
    const forms = [
      user({ text: "a b" }),
      user({ text: "a" }, { text: "b" }),
      user({ text: "a b" }, image),
      user(image, { text: "a b" }),
      user({ text: "a b" }, { image: { format: "png", source: { bytes: "AAAB" } } }),
      user({ text: '["a","b"]' }),
      {
        messages: [
          ...user({ text: "a b" }).messages,
          { role: "assistant", content: [{ text: "{" }] },
        ],
      },
    ];
    expect(new Set(forms.map((form) => key(form))).size).toBe(forms.length);
    expect(key(user({ text: "a b" }, { cachePoint: { type: "default" } }))).toBe(key(forms[0]));
  });

  test("is never answered by similar prompts with tools, pictures or a model's own form", () => {
    expect(parts(user({ text: "a" }))?.exactOnly).toBe(false);
    for (const body of [
      { ...user({ text: "a" }), toolConfig: { tools: [{}] } },
      user({ text: "a" }, { document: { name: "x" } }),
      user({ text: "a" }, { text: "b" }),
      {
        messages: [
          { role: "assistant", content: [{ toolUse: { toolUseId: "1", name: "t", input: {} } }] },
          { role: "user", content: [{ toolResult: { toolUseId: "1", content: [{ text: "x" }] } }] },
        ],
      },
    ])
      expect(parts(body)?.exactOnly).toBe(true);
    expect(parts({ prompt: "a" }, { operation: "InvokeModel" })?.exactOnly).toBe(true);
  });

  test("of InvokeModel holds the whole body and finds the prompt in it", () => {
    const invoke = (body: unknown, more: Partial<KeyedCall> = {}) =>
      parts(body, { operation: "InvokeModel", ...more });
    expect(invoke({ inputText: "Hi" })?.prompt).toBe("Hi");
    expect(invoke({ messages: [{ role: "user", content: "Hi" }] })?.prompt).toBe("Hi");
    const at = (body: unknown, more?: Partial<KeyedCall>) =>
      key(body, { operation: "InvokeModel", ...more });
    expect(at({ inputText: "Hi" })).not.toBe(at({ inputText: "Hi " }));
    expect(at({ a: 1, b: 2 })).toBe(at({ b: 2, a: 1 }));
    expect(at({ a: 1 }, { accept: "*/*" })).toBe(at({ a: 1 }));
    expect(at({ a: 1 })).not.toBe(key({ a: 1 }, { operation: "InvokeModelWithResponseStream" }));
  });

  test.each([
    ["nothing", ""],
    ["bytes", "\u0000\u0001"],
    ["a list", "[]"],
    ["no messages", '{"system":[]}'],
    ["no user", '{"messages":[{"role":"assistant","content":[{"text":"a"}]}]}'],
    ["an empty text", '{"messages":[{"role":"user","content":[{"text":" \\n"}]}]}'],
    ["deep nesting", `{"messages":${"[".repeat(200_000)}`],
  ])("is not made of %s", (_, body) => {
    expect(parts(body)).toBeUndefined();
  });

  test("counts every field, also one of the name of a prototype", () => {
    const text = JSON.stringify(user({ text: "a" })).slice(0, -1);
    const keyWith = (more: string) => {
      const found = keyPartsOf(callOf(`${text}${more}}`), {
        name: "n",
        generation: 1,
        foldCase: false,
      });
      return found && digestsOf(found).exactKey;
    };
    expect(keyWith(',"__proto__":{"a":1}')).not.toBe(keyWith(""));
    expect(keyWith(',"__proto__":{"a":1}')).not.toBe(keyWith(',"__proto__":{"a":2}'));
    expect(keyWith(',"toString":1')).not.toBe(keyWith(""));
  });

  test("leaves a prompt that goes past the cache for its size as it came", () => {
    const long = { ...user({ text: "A  B\u0000".repeat(30) }) };
    const namespace = { name: "n", generation: 1, foldCase: true };
    const call = callOf(JSON.stringify(long));
    expect(keyPartsOf(call, { ...namespace, promptBytes: 100 })?.normalised).toBe(
      "A  B\u0000".repeat(30),
    );
    expect(keyPartsOf(call, { ...namespace, promptBytes: 150 })?.normalised).toBe(
      "a b\u0000".repeat(30),
    );
  });

  test("is not made of bytes that are no UTF-8", () => {
    const body = Buffer.from(JSON.stringify(user({ text: "a_" })));
    body[body.indexOf("_")] = 0xff;
    expect(
      keyPartsOf({ ...callOf(""), body }, { name: "n", generation: 1, foldCase: false }),
    ).toBeUndefined();
  });
});

test("canonical JSON reads back as what it was", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(parseJson(JSON.stringify(value)));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
