import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { held } from "./held";

/** argon2id (the package's default algorithm) with OWASP's parameters: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

/** False also for a hash that is none. */
export const verifyPassword = (stored: string, password: string): Promise<boolean> =>
  verify(stored, password).catch(() => false);

/** Takes as long as `verifyPassword`, so that an unknown account answers like a wrong password. */
export async function verifyNothing(password: string): Promise<false> {
  const decoy = await held("password.decoy", () => hashPassword("nobody has this password"));
  await verifyPassword(decoy, password);
  return false;
}
