import "server-only";
import { readFile, stat } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { ROLES } from "@/lib/platform/permissions";
import { db, users } from "@/server/db";
import { LOCAL_PROVIDER } from "./authorize-local";
import { now } from "./clock";
import { hashPassword, verifyPassword } from "./password";

const SeedUser = z
  .object({
    email: z.email(),
    name: z.string().min(1).max(100),
    role: z.enum(ROLES),
    password: z.string().min(8).max(1_024).optional(),
    passwordHash: z.string().startsWith("$argon2id$").optional(),
  })
  .refine((user) => user.password || user.passwordHash, {
    error: "needs password or passwordHash",
  });

type SeedUser = z.infer<typeof SeedUser>;

/**
 * Upserts the local accounts of the file (JSON array, readable by its owner only): what the file says wins.
 * @returns how many there are
 * @throws Error with one sentence without any of the file's content
 */
export async function seedUsers(file: string): Promise<number> {
  const { mode } = await stat(file).catch(() => {
    throw new Error("SWITCHYARD_SEED_USERS_FILE names a file that cannot be read.");
  });
  if (mode & 0o077)
    throw new Error("SWITCHYARD_SEED_USERS_FILE must be readable by its owner only (mode 0600).");
  const list = parse(await readFile(file, "utf8"));
  for (const user of list) await upsert(user);
  return list.length;
}

function parse(text: string): SeedUser[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error("SWITCHYARD_SEED_USERS_FILE is not valid JSON.");
  }
  const parsed = z.array(SeedUser).safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(
    `SWITCHYARD_SEED_USERS_FILE is not valid at ${issue?.path.join(".") || "its top"}.`,
  );
}

async function upsert({ email, name, role, password, passwordHash }: SeedUser): Promise<void> {
  const subject = email.toLowerCase();
  const [known] = await db()
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.provider, LOCAL_PROVIDER), eq(users.subject, subject)));
  const stored = passwordHash ?? (await hashOf(password ?? "", known?.passwordHash));
  const values = { email: subject, name, role, passwordHash: stored, disabledAt: null };
  await db()
    .insert(users)
    .values({ provider: LOCAL_PROVIDER, subject, ...values })
    .onConflictDoUpdate({
      target: [users.provider, users.subject],
      set: { ...values, updatedAt: now() },
    });
}

/** The hash that is there, when it is of this password: a restart changes nothing. */
async function hashOf(password: string, known: string | null | undefined): Promise<string> {
  if (known && (await verifyPassword(known, password))) return known;
  return hashPassword(password);
}
