import "server-only";
import type { NextRequest } from "next/server";
import { getToken } from "next-auth/jwt";
import { ROLES, type Role } from "@/lib/platform/permissions";
import { now } from "./clock";
import { env, isHttps } from "./env";

/** What the session cookie carries, encrypted. */
export interface Session {
  /** The person's id. */
  personId: string;
  name: string;
  email: string;
  /** The role at sign-in; the database's word goes before it. */
  role: Role;
  /** The session's own id, so that signing out ends it everywhere. */
  sid: string;
  /** Seconds since 1970. A session ends `sessionSeconds` after it, however much it is used. */
  signedInAt: number;
}

export const sessionSeconds = (): number =>
  Math.round((env().SWITCHYARD_SESSION_HOURS ?? 12) * 3600);

/** `__Host-` binds the cookie to this very host over https. */
export const sessionCookieName = (): string =>
  `${isHttps() ? "__Host-" : ""}switchyard.session-token`;

type Cookies = NextRequest["cookies"] | { getAll(): { name: string; value: string }[] };

/** The session in these cookies, or undefined: none, forged, expired. Asks no database. */
export async function sessionFromCookies(cookies: Cookies): Promise<Session | undefined> {
  const token = await getToken({
    // Cookies only: a bearer header would be a second, unguarded way in.
    req: { cookies, headers: {} } as unknown as NextRequest,
    secret: env().NEXTAUTH_SECRET,
    cookieName: sessionCookieName(),
    secureCookie: isHttps(),
  }).catch(() => null);
  return token ? sessionFromClaims(token) : undefined;
}

/** Checks the claims of a decrypted token. */
export function sessionFromClaims(claims: Record<string, unknown>): Session | undefined {
  const { sub, name, email, role, sid, signedInAt } = claims;
  if (typeof sub !== "string" || typeof sid !== "string" || typeof signedInAt !== "number") return;
  if (!ROLES.some((known) => known === role)) return;
  if (now().getTime() / 1000 > signedInAt + sessionSeconds()) return;
  return {
    personId: sub,
    name: typeof name === "string" ? name : "",
    email: typeof email === "string" ? email : "",
    role: role as Role,
    sid,
    signedInAt,
  };
}
