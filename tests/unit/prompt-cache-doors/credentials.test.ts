import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import {
  hashToken,
  hintOfToken,
  isBearerToken,
  newBearerToken,
  newSigningPair,
} from "@/server/prompt-cache/keys/new-credentials";
import { openSecret, sealSecret } from "@/server/prompt-cache/keys/seal-secret";
import { setConsoleEnv } from "../../fixtures/set-console-env";

beforeAll(() => setConsoleEnv({ SWITCHYARD_PROMPT_CACHE_KEY: randomBytes(32).toString("base64") }));

test("tokens are told from other texts, are never the same, and their hint is not enough", () => {
  const tokens = Array.from({ length: 100 }, newBearerToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(isBearerToken(token)).toBe(true);
    expect(hintOfToken(token).length).toBeLessThan(10);
    expect(hashToken(token)).not.toContain(token.slice(3));
  }
  expect(isBearerToken("sy_short")).toBe(false);
  expect(isBearerToken(`${tokens[0]}x`)).toBe(false);
});

test("signing pairs look like AWS's own", () => {
  const { accessKeyId, secretAccessKey } = newSigningPair();
  expect(accessKeyId).toMatch(/^SYAK[A-Z2-7]{16}$/);
  expect(secretAccessKey).toMatch(/^[A-Za-z0-9_-]{40}$/);
});

test("a sealed secret opens for its own access key id only, and not when a bit differs", () => {
  const sealed = sealSecret("the-secret", "SYAKONE");
  expect(sealed).not.toContain("the-secret");
  expect(sealSecret("the-secret", "SYAKONE")).not.toBe(sealed);
  expect(openSecret(sealed, "SYAKONE")).toBe("the-secret");
  expect(openSecret(sealed, "SYAKTWO")).toBeUndefined();
  const parts = sealed.split(".");
  const flipped = Buffer.from(parts[3] ?? "", "base64url");
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  const damaged = [...parts.slice(0, 3), flipped.toString("base64url")].join(".");
  expect(openSecret(damaged, "SYAKONE")).toBeUndefined();
  expect(openSecret("v2.a.b.c", "SYAKONE")).toBeUndefined();
  expect(openSecret("", "SYAKONE")).toBeUndefined();
});
