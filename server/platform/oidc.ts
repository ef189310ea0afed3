import "server-only";
import type { OAuthConfig, UserinfoEndpointHandler } from "next-auth/providers/oauth";
import type { Role } from "@/lib/platform/permissions";
import { ROLES } from "@/lib/platform/permissions";
import { db, users } from "@/server/db";
import { now } from "./clock";
import { type Env, env } from "./env";

type Claims = Record<string, unknown>;

/** The next-auth provider for the configured issuer: PKCE, state and nonce, verified ID token. */
export function oidcProvider(settings: Env = env()): OAuthConfig<Claims> {
  return {
    id: "oidc",
    name: settings.SWITCHYARD_OIDC_NAME ?? "Single sign-on",
    type: "oauth",
    issuer: settings.SWITCHYARD_OIDC_ISSUER,
    wellKnown: `${settings.SWITCHYARD_OIDC_ISSUER?.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: settings.SWITCHYARD_OIDC_CLIENT_ID,
    clientSecret: settings.SWITCHYARD_OIDC_CLIENT_SECRET,
    authorization: { params: { scope: settings.SWITCHYARD_OIDC_SCOPE ?? "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: { request: readClaims },
    profile: (claims: Claims) => ({
      id: text(claims.sub),
      name: text(claims.name) || text(claims.preferred_username) || text(claims.email),
      email: text(claims.email),
    }),
  };
}

/** Many providers keep e-mail and groups out of the ID token: what it lacks is asked at userinfo. */
const readClaims: NonNullable<UserinfoEndpointHandler["request"]> = async ({ tokens, client }) => {
  const verified = "claims" in tokens ? (tokens as { claims(): Claims }).claims() : {};
  const more = client.issuer.metadata.userinfo_endpoint
    ? await client.userinfo(tokens as Parameters<typeof client.userinfo>[0])
    : {};
  // The ID token is signed: where both speak, its word counts.
  return { ...more, ...verified, sub: text(verified.sub) };
};

/**
 * The role that a person's claims give. Without a role claim configured everybody is a viewer; with
 * one, the highest of the mapped groups counts, and who has none is not let in (undefined).
 */
export function roleFromClaims(claims: Claims, settings: Env = env()): Role | undefined {
  const claim = settings.SWITCHYARD_OIDC_ROLE_CLAIM;
  if (!claim) return "viewer";
  const value = Object.hasOwn(claims, claim) ? claims[claim] : inside(claims, claim.split("."));
  const groups = (Array.isArray(value) ? value : [value]).filter(
    (group) => typeof group === "string",
  );
  const map: Record<string, Role> =
    settings.SWITCHYARD_OIDC_ROLE_MAP ?? Object.fromEntries(ROLES.map((role) => [role, role]));
  const roles = groups.flatMap((group) => (Object.hasOwn(map, group) ? [map[group]] : []));
  return ROLES.findLast((role) => roles.includes(role));
}

/** `realm_access.roles` of Keycloak and its like. */
const inside = (claims: Claims, path: string[]): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key)
        ? (at as Claims)[key]
        : undefined,
    claims,
  );

/** Keeps the person under issuer and subject: an e-mail address never joins two accounts. */
export async function upsertOidcPerson(person: {
  subject: string;
  email: string;
  name: string;
  role: Role;
}): Promise<{ id: string; disabled: boolean }> {
  const { email, name, role } = person;
  const provider = env().SWITCHYARD_OIDC_ISSUER ?? "";
  const [row] = await db()
    .insert(users)
    .values({ provider, ...person, lastSignInAt: now() })
    .onConflictDoUpdate({
      target: [users.provider, users.subject],
      set: { email, name, role, lastSignInAt: now(), updatedAt: now() },
    })
    .returning({ id: users.id, disabledAt: users.disabledAt });
  if (!row) throw new Error("The person could not be stored.");
  return { id: row.id, disabled: row.disabledAt !== null };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
