import { describe, expect, it } from "vitest";
import {
  countedSentence,
  invalidateInput,
  NOTHING_CHOSEN,
} from "@/lib/prompt-cache/invalidate-form";
import { keySnippets } from "@/lib/prompt-cache/key-snippets";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { formOf, presetOf, settingsOf } from "@/lib/prompt-cache/namespace-form";

describe("the form of a namespace", () => {
  const settings = NamespaceSettings.parse({
    ttlSeconds: 5_400,
    foldCase: true,
    semantic: { threshold: 0.875, judgeModel: "amazon.nova-micro-v1:0", index: "server" },
    compression: { phrases: ["dear team", "kind regards"], keep: ["please"] },
    limits: { promptBytes: 1_000 },
    personalData: { email: false, patterns: ["ACME-\\d+"] },
  });

  it("gives back what it was filled with", () => {
    for (const each of [settings, NamespaceSettings.parse({})])
      expect(settingsOf(formOf(each))).toEqual({ ok: true, settings: each });
  });

  it("tells the time to live in its largest whole unit", () => {
    expect(formOf(settings)).toMatchObject({ ttl: "90", ttlUnit: "minutes" });
    expect(formOf(NamespaceSettings.parse({}))).toMatchObject({ ttl: "1", ttlUnit: "days" });
  });

  it("says beside each field what is wrong with it", () => {
    const read = settingsOf({
      ...formOf(settings),
      ttl: "0",
      threshold: "",
      phrases: "x",
      promptBytes: "many",
    });
    expect(read.ok ? [] : Object.keys(read.errors).sort()).toEqual([
      "phrases",
      "promptBytes",
      "threshold",
      "ttl",
    ]);
  });

  it("leaves empty lines out", () => {
    const read = settingsOf({ ...formOf(settings), phrases: "\n dear team \n\n" });
    expect(read.ok && read.settings.compression.phrases).toEqual(["dear team"]);
  });

  it("knows a preset by its threshold", () => {
    expect(["0.85", "0.90", "0.95", "0.86", ""].map(presetOf)).toEqual([
      "aggressive",
      "balanced",
      "conservative",
      undefined,
      undefined,
    ]);
  });
});

describe("what is to be thrown away", () => {
  const form = { ...NOTHING_CHOSEN, namespace: "support" };

  it("needs a namespace and a condition", () => {
    expect(invalidateInput(NOTHING_CHOSEN)).toEqual({ ok: false, why: "Choose a namespace." });
    expect(invalidateInput(form)).toMatchObject({ ok: false });
    expect(invalidateInput({ ...form, age: "soon" })).toMatchObject({ ok: false });
    expect(invalidateInput({ ...form, age: "-1" })).toMatchObject({ ok: false });
  });

  it("counts an age in its unit", () => {
    expect(invalidateInput({ ...form, age: "1.5", unit: "days", pattern: " *a* " })).toEqual({
      ok: true,
      value: {
        namespace: "support",
        olderThanSeconds: 129_600,
        pattern: "*a*",
        everything: false,
        dryRun: false,
      },
    });
  });

  it("forgets conditions that stand below everything", () => {
    expect(invalidateInput({ ...form, what: "everything", pattern: "x" })).toEqual({
      ok: true,
      value: { namespace: "support", everything: true, dryRun: false },
    });
  });

  it("tells the count before anything is gone", () => {
    expect(countedSentence({ matched: 12, looked: 340, dryRun: true })).toBe(
      "Would remove 12 of 340 entries.",
    );
    expect(countedSentence({ matched: 0, looked: 340, dryRun: true })).toMatch(/^None of 340/);
  });
});

describe("what is pasted to use a key", () => {
  it("is the environment of an SDK for a signing key", () => {
    const [snippet] = keySnippets(
      { kind: "signing", id: "1", accessKeyId: "SYAK1", secretAccessKey: "shh" },
      "https://console.example",
    );
    expect(snippet?.lines).toEqual([
      "export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=https://console.example/api/bedrock",
      "export AWS_REGION=us-east-1",
      "export AWS_ACCESS_KEY_ID=SYAK1",
      "export AWS_SECRET_ACCESS_KEY=shh",
    ]);
  });

  it("is a call by hand and an SDK's token for a bearer key", () => {
    const [byHand, sdk] = keySnippets(
      { kind: "bearer", id: "1", token: "sy_1" },
      "https://console.example",
    );
    expect(byHand?.lines[0]).toMatch(
      /^curl https:\/\/console\.example\/api\/prompts -H "Authorization: Bearer sy_1" -d '\{/,
    );
    expect(sdk?.lines.at(-1)).toBe("export AWS_BEARER_TOKEN_BEDROCK=sy_1");
  });
});
