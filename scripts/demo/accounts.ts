import { randomInt } from "node:crypto";
import { join } from "node:path";
import { hash } from "@node-rs/argon2";
import { writePrivate } from "./secrets.ts";

/** Who can sign in to a demo; the role says what they may do. */
export const ACCOUNTS = [
  { role: "viewer", name: "Vera Viewer", may: "look" },
  {
    role: "operator",
    name: "Oskar Operator",
    may: "also release, retry and read the audit ledger",
  },
  { role: "approver", name: "Ada Approver", may: "also approve" },
  { role: "admin", name: "Alma Admin", may: "do everything" },
] as const;

export const emailOf = (role: string): string => `${role}@switchyard.local`;

/**
 * Writes the demo accounts, with only a hash of their password, for the console to take in at its start.
 * Returns the file's path.
 */
export async function writeAccounts(stateDir: string, password: string): Promise<string> {
  const passwordHash = await hash(password);
  const users = ACCOUNTS.map(({ role, name }) => ({
    email: emailOf(role),
    name,
    role,
    passwordHash,
  }));
  const path = join(stateDir, "accounts.json");
  writePrivate(path, JSON.stringify(users, undefined, 2));
  return path;
}

/** A password that is easy to type and hard to guess: 16 letters and digits without look-alikes, 79 bits. */
export function randomPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
