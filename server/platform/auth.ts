import "server-only";
import { randomUUID } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";
import { UNAVAILABLE_CODE } from "@/lib/platform/sign-in";
import { db, revokedSessions } from "@/server/db";
import { authorizeLocal } from "./authorize-local";
import { now } from "./clock";
import { env, isHttps } from "./env";
import { log } from "./log";
import { oidcProvider, roleFromClaims, upsertOidcPerson } from "./oidc";
import { sessionCookieName, sessionFromClaims, sessionSeconds } from "./session";
import { forgetStanding } from "./standing";

/**
 * What the sign-in page needs to know. It reads `signInMethods()` on the server and, in the browser:
 * - local: `await signIn("credentials", {email, password, redirect: false, callbackUrl})` →
 *   `{ok, error, url}`; on ok go to `url` (never to a raw callbackUrl), else show
 *   `signInErrorMessage(error)` of lib/platform/sign-in.ts (`CredentialsSignin`, `Throttled-<seconds>`, `Unavailable`).
 * - OpenID: `signIn("oidc", {callbackUrl})` leaves for the provider; a failure comes back as
 *   `/sign-in?error=<code>` with the same codes (`AccessDenied`, `OAuthSignin`, `OAuthCallback`, …).
 * - out: `signOut({callbackUrl: "/sign-in"})` ends the session on every device that holds its cookie.
 * proxy.ts and pageCtx send signed-out visitors to `/sign-in?callbackUrl=<path>`.
 */
export const signInMethods = (): { local: boolean; oidc?: { name: string } } => ({
  local: env().SWITCHYARD_LOCAL_ACCOUNTS === "on",
  ...(env().SWITCHYARD_OIDC_ISSUER && { oidc: { name: oidcProvider().name } }),
});

type SignedIn = { id: string; role?: Role };

/** next-auth's settings; made per call, because they depend on the environment. */
export function authOptions(): NextAuthOptions {
  const methods = signInMethods();
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: isHttps(),
    pages: { signIn: routes.signIn(), error: routes.signIn(), signOut: routes.signIn() },
    session: { strategy: "jwt", maxAge: sessionSeconds() },
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps() },
      },
    },
    providers: [...(methods.local ? [local] : []), ...(methods.oidc ? [oidcProvider()] : [])],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== "oidc") return true;
        return admitOidc(user as SignedIn, (profile ?? {}) as Record<string, unknown>);
      },
      jwt: ({ token, user }) => {
        // `user` is there at sign-in only; later calls pass the token on.
        if (user) {
          token.role = (user as SignedIn).role;
          token.sid = randomUUID();
          token.signedInAt = Math.floor(now().getTime() / 1000);
        }
        return token;
      },
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { name: token.name, email: token.email, role: token.role },
      }),
      redirect: ({ url, baseUrl }) => ownUrl(url, baseUrl),
    },
    events: {
      signIn: ({ user, account }) =>
        log().info({ person: user.id, provider: account?.provider }, "signed in"),
      signOut: async ({ token }) => revoke(token),
    },
    logger: {
      error: (code, metadata) => log().warn({ code, error: errorIn(metadata) }, "authentication"),
      warn: (code) => log().debug({ code }, "authentication"),
      debug: () => undefined,
    },
  };
}

const local = CredentialsProvider({
  id: "credentials",
  name: "Local account",
  credentials: { email: { type: "email" }, password: { type: "password" } },
  authorize: (credentials, request) =>
    authorizeLocal(credentials, String(request.headers?.["x-forwarded-for"] ?? "unknown")),
});

/** Lets a person in whose claims give a role, and keeps them; the id of `user` becomes ours. */
async function admitOidc(user: SignedIn, claims: Record<string, unknown>): Promise<boolean> {
  const role = roleFromClaims(claims);
  const subject = typeof claims.sub === "string" ? claims.sub : "";
  if (!role || !subject) {
    log().warn({ subject }, "an identity without a role here was refused");
    return false;
  }
  const { name, email } = user as unknown as { name?: string; email?: string };
  const kept = await upsertOidcPerson({
    subject,
    email: email ?? "",
    name: name || email || subject,
    role,
  }).catch((error) => {
    log().warn({ error }, "sign-in could not store the person");
    throw new Error(UNAVAILABLE_CODE);
  });
  if (kept.disabled) return false;
  user.id = kept.id;
  user.role = role;
  return true;
}

/** Where to go afterwards: only ever to a page of this console. */
export function ownUrl(url: string, baseUrl: string): string {
  const target = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : undefined;
  return target && target.origin === new URL(baseUrl).origin ? target.href : baseUrl;
}

/** The cookie is gone from this browser; a copy of it must not work either. */
async function revoke(claims: Record<string, unknown>): Promise<void> {
  const session = sessionFromClaims(claims);
  if (!session) return;
  forgetStanding(session.sid);
  const expiresAt = new Date((session.signedInAt + sessionSeconds()) * 1000);
  await db()
    .insert(revokedSessions)
    .values({ id: session.sid, expiresAt })
    .onConflictDoNothing()
    .catch((error) => log().error({ error }, "a sign-out could not be recorded"));
}

/** next-auth's metadata may hold tokens; only its error is logged. */
function errorIn(metadata: unknown): unknown {
  if (metadata instanceof Error) return metadata;
  const inner = (metadata as { error?: unknown } | undefined)?.error;
  return inner instanceof Error ? inner : undefined;
}
