import "server-only";
import { and, eq } from "drizzle-orm";
import type { Role } from "@/lib/platform/permissions";
import { throttledCode, UNAVAILABLE_CODE } from "@/lib/platform/sign-in";
import { db, users } from "@/server/db";
import { log } from "./log";
import { verifyNothing, verifyPassword } from "./password";
import { forgiveAttempt, takeAttempt } from "./throttle";

export const LOCAL_PROVIDER = "local";

/**
 * Checks a local account's password. An unknown account, a disabled one and a wrong password give
 * the same answer after the same work.
 * @returns the person, or null when they are not let in
 * @throws Error whose message is a code of lib/platform/sign-in.ts (`Throttled-…`, `Unavailable`)
 */
export async function authorizeLocal(
  credentials: { email?: string; password?: string } | undefined,
  address: string,
): Promise<{ id: string; name: string; email: string; role: Role } | null> {
  const email = (credentials?.email ?? "").trim().toLowerCase().slice(0, 320);
  const password = (credentials?.password ?? "").slice(0, 1_024);
  const wait = await takeAttempt(email, address);
  if (wait) {
    log().warn({ address, wait }, "sign-in throttled");
    throw new Error(throttledCode(wait));
  }
  const account = await findLocal(email).catch((error) => {
    log().warn({ error }, "sign-in could not read the account");
    throw new Error(UNAVAILABLE_CODE);
  });
  const right =
    account?.passwordHash && !account.disabledAt
      ? await verifyPassword(account.passwordHash, password)
      : await verifyNothing(password);
  if (!account || !right) {
    log().warn({ address }, "sign-in refused");
    return null;
  }
  await forgiveAttempt(email, address);
  return { id: account.id, name: account.name, email: account.email, role: account.role as Role };
}

async function findLocal(email: string) {
  const [row] = await db()
    .select()
    .from(users)
    .where(and(eq(users.provider, LOCAL_PROVIDER), eq(users.subject, email)));
  return row;
}
