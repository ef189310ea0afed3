import { emailOf } from "../../../scripts/demo/accounts.ts";
import { signInLocally } from "../../fixtures/sign-in.ts";
import { Visitor } from "../../fixtures/visitor.ts";
import type { RoleName } from "../../harness/sign-in.ts";
import type { StackAddresses } from "../../harness/start-stack.ts";

/** The console's cookie over http. */
export const SESSION_COOKIE = "switchyard.session-token";

/** Signs in over HTTP as a person of that role; gives the value of the session's cookie. */
export async function sessionOf(
  { url, password }: Pick<StackAddresses, "url" | "password">,
  role: RoleName,
): Promise<string> {
  const visitor = new Visitor();
  await signInLocally(visitor, url, { email: emailOf(role), password });
  const session = visitor.cookie(url, SESSION_COOKIE);
  if (!session) throw new Error(`The ${role} could not sign in.`);
  return session;
}
