import "server-only";
import { inArray, isNull } from "drizzle-orm";
import type { IssuedKey, IssueKeyInput } from "@/lib/prompt-cache/key";
import { databaseProblem, db, promptKeys, promptNamespaces } from "@/server/db";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { tellDirectoryChanged } from "../directory";
import { hashToken, hintOfToken, newBearerToken, newSigningPair } from "./new-credentials";
import { sealSecret } from "./seal-secret";

/** Each process keeps all of them in memory. */
export const MOST_KEYS = 1_000;

/**
 * Makes a key; the answer is the only place where its secret is ever shown.
 * @throws AppError conflict (no encryption key for signing secrets, too many keys), not_found (a namespace)
 */
export async function issueKey({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: IssueKeyInput;
}): Promise<IssuedKey> {
  await refuseUnknownNamespaces(input.namespaces);
  await refuseTooMany();
  const { row, issued } = input.kind === "bearer" ? newBearer() : newSigning();
  const [made] = await db()
    .insert(promptKeys)
    .values({
      ...row,
      name: input.name,
      kind: input.kind,
      namespaces: [...new Set(input.namespaces)],
      ratePerMinute: input.ratePerMinute,
      createdBy: ctx.person.email,
    })
    .returning({ id: promptKeys.id })
    .catch((error) => {
      throw databaseProblem(error, "No key was made");
    });
  await tellDirectoryChanged();
  return { ...issued, id: made?.id ?? "" };
}

function newBearer() {
  const token = newBearerToken();
  return {
    row: { hint: hintOfToken(token), tokenHash: hashToken(token) },
    issued: { kind: "bearer" as const, token },
  };
}

function newSigning() {
  const { accessKeyId, secretAccessKey } = newSigningPair();
  return {
    row: {
      hint: accessKeyId,
      accessKeyId,
      sealedSecret: sealSecret(secretAccessKey, accessKeyId),
    },
    issued: { kind: "signing" as const, accessKeyId, secretAccessKey },
  };
}

async function refuseUnknownNamespaces(names: string[]): Promise<void> {
  const known = await db()
    .select({ name: promptNamespaces.name, deletedAt: promptNamespaces.deletedAt })
    .from(promptNamespaces)
    .where(inArray(promptNamespaces.name, names))
    .catch((error) => {
      throw databaseProblem(error, "No key was made");
    });
  const there = new Set(known.filter((row) => !row.deletedAt).map((row) => row.name));
  const missing = names.find((name) => !there.has(name));
  if (missing) throw new AppError("not_found", `There is no namespace ${missing}.`);
}

async function refuseTooMany(): Promise<void> {
  const active = await db().$count(promptKeys, isNull(promptKeys.revokedAt));
  if (active >= MOST_KEYS)
    throw new AppError(
      "conflict",
      `There are ${MOST_KEYS} keys already; revoke one that is not used any more.`,
    );
}
