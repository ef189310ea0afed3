import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDirectory } from "@/server/prompt-cache/directory";
import { revokeKey } from "@/server/prompt-cache/keys/revoke-key";
import { NAMESPACES_KEY } from "@/server/prompt-cache/namespaces/published-key";
import { seedPromptKeys } from "@/server/prompt-cache/seed-keys";
import { redis } from "@/server/redis";
import { preparePromptCache } from "../../../../scripts/services/prompt-cache";
import {
  aCtx,
  type PromptCacheServers,
  startPromptCacheServers,
} from "../../../fixtures/prompt-cache-servers";

const folder = mkdtempSync(join(tmpdir(), "switchyard-seed-"));
let servers: PromptCacheServers;

beforeAll(async () => {
  servers = await startPromptCacheServers();
});
afterAll(async () => {
  await servers?.close();
  rmSync(folder, { recursive: true, force: true });
});

const prepare = () =>
  preparePromptCache(folder, {
    url: "http://127.0.0.1:3000",
    encryptionKey: Buffer.alloc(32, 1).toString("base64"),
  });

test("what the launcher writes is what the console takes in, once; a revoked key stays revoked", async () => {
  const { SWITCHYARD_SEED_PROMPT_KEYS_FILE: file = "" } = prepare();
  expect(await seedPromptKeys(file)).toEqual({ namespaces: 1, keys: 2 });
  const first = await readDirectory();
  expect(first.namespaces.get("support")?.settings).toMatchObject({
    foldCase: true,
    semantic: { threshold: 0.85, guards: true },
  });
  const [signer] = first.signers.values();
  expect(signer?.secret).toHaveLength(40);
  expect(first.bearers.size).toBe(1);
  expect(await redis().hkeys(NAMESPACES_KEY)).toEqual(["support"]);
  // The next start of the same demo brings the same keys.
  expect(prepare().SWITCHYARD_SEED_PROMPT_KEYS_FILE).toBe(file);
  await revokeKey({ ctx: aCtx(), input: { id: signer?.id ?? "" } });
  await seedPromptKeys(file);
  const second = await readDirectory();
  expect(second.signers.size).toBe(0);
  expect(second.bearers.size).toBe(1);
});

test.each([
  ["{oops", "SWITCHYARD_SEED_PROMPT_KEYS_FILE is not valid JSON."],
  [
    '{"keys":[{"name":"hunter2"}]}',
    /^SWITCHYARD_SEED_PROMPT_KEYS_FILE is not valid at keys\.0[^2]*\.$/,
  ],
  ['{"namespaces":[{"name":"Hunter2"}]}', /is not valid at namespaces\.0\.name\.$/],
])("the file %s is refused in one sentence without its content", async (text, sentence) => {
  const file = join(folder, "bad.json");
  writeFileSync(file, text, { mode: 0o600 });
  await expect(seedPromptKeys(file)).rejects.toThrow(sentence);
});

test("a file that others can read is not taken in", async () => {
  const file = join(folder, "open.json");
  writeFileSync(file, "{}");
  chmodSync(file, 0o644);
  await expect(seedPromptKeys(file)).rejects.toThrow(/readable by its owner only/);
  await expect(seedPromptKeys(join(folder, "none.json"))).rejects.toThrow(/cannot be read/);
});
