import "server-only";
import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { NamespaceName, NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { db, promptKeys, promptNamespaces } from "@/server/db";
import { tellDirectoryChanged } from "./directory";
import { hashToken, hintOfToken } from "./keys/new-credentials";
import { sealSecret } from "./keys/seal-secret";

const SETTING = "SWITCHYARD_SEED_PROMPT_KEYS_FILE";
const SEEDED_BY = "seed";

const SeedFile = z.strictObject({
  namespaces: z
    .array(z.strictObject({ name: NamespaceName, settings: NamespaceSettings.prefault({}) }))
    .default([]),
  keys: z
    .array(
      z
        .strictObject({
          name: z.string().min(1).max(80),
          namespaces: z.array(NamespaceName).min(1),
          ratePerMinute: z.number().int().min(1).max(1_000_000).default(600),
          accessKeyId: z
            .string()
            .regex(/^SYAK[A-Z2-7]{16}$/)
            .optional(),
          secretAccessKey: z.string().length(40).optional(),
          token: z
            .string()
            .regex(/^sy_[A-Za-z0-9_-]{43}$/)
            .optional(),
        })
        .refine((key) => (key.token ? !key.accessKeyId : key.accessKeyId && key.secretAccessKey)),
    )
    .default([]),
});
type SeedFile = z.output<typeof SeedFile>;

/**
 * Takes in namespaces and keys of the file (JSON, readable by its owner only) that are not there
 * yet. What people changed since stays changed, and a key that was revoked stays revoked.
 * @throws Error with one sentence without any of the file's content
 */
export async function seedPromptKeys(file: string): Promise<{ namespaces: number; keys: number }> {
  const { mode } = await stat(file).catch(() => {
    throw new Error(`${SETTING} names a file that cannot be read.`);
  });
  if (mode & 0o077) throw new Error(`${SETTING} must be readable by its owner only (mode 0600).`);
  const seed = parse(await readFile(file, "utf8"));
  for (const { name, settings } of seed.namespaces)
    await db()
      .insert(promptNamespaces)
      .values({ name, settings, updatedBy: SEEDED_BY })
      .onConflictDoNothing();
  for (const key of seed.keys) await insertKey(key);
  await tellDirectoryChanged();
  return { namespaces: seed.namespaces.length, keys: seed.keys.length };
}

function parse(text: string): SeedFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${SETTING} is not valid JSON.`);
  }
  const parsed = SeedFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") || "its top";
  throw new Error(`${SETTING} is not valid at ${where}.`);
}

async function insertKey(key: SeedFile["keys"][number]): Promise<void> {
  const { name, namespaces, ratePerMinute, token, accessKeyId = "", secretAccessKey = "" } = key;
  await db()
    .insert(promptKeys)
    .values({
      name,
      namespaces,
      ratePerMinute,
      createdBy: SEEDED_BY,
      ...(token
        ? { kind: "bearer" as const, hint: hintOfToken(token), tokenHash: hashToken(token) }
        : {
            kind: "signing" as const,
            hint: accessKeyId,
            accessKeyId,
            sealedSecret: sealSecret(secretAccessKey, accessKeyId),
          }),
    })
    .onConflictDoNothing();
}
