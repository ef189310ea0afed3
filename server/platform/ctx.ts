import "server-only";
import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { UpstreamCall } from "@/lib/audit/model";
import { permissionOfPage } from "@/lib/platform/page-permissions";
import { leastRole, may, type Permission, type Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";
import { AppError } from "./errors";
import { PATH_HEADER, REQUEST_ID_HEADER } from "./request-headers";
import { type Session, sessionFromCookies, sessionSeconds } from "./session";
import { standingOf } from "./standing";

export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

/** Who asks, and what to note about it. Every verb takes it: `verb({ctx, input})`. */
export interface Ctx {
  person: Person;
  /** The same id in the log, the ledger and the response header `x-request-id`. */
  requestId: string;
  /** Adapters note each upstream call here; the ledger keeps them with the action. */
  recordUpstream(call: UpstreamCall): void;
  /** Actions only: aborts when the action's time is up. */
  signal?: AbortSignal;
}

export const signedOut = (): AppError =>
  new AppError("unauthenticated", "You are signed out. Please sign in again.");

export const notAllowed = (permission: Permission, role: Role): AppError =>
  new AppError(
    "forbidden",
    `This needs the role ${leastRole(permission)}; you are signed in as ${role}.`,
  );

/** The context of a session. Throws AppError unauthenticated, or upstream when `fresh` cannot be. */
export async function ctxOfSession(
  session: Session | undefined,
  { fresh, requestId = randomUUID() }: { fresh: boolean; requestId?: string },
): Promise<Ctx & { upstream: UpstreamCall[] }> {
  const person = session && (await standingOf(session, fresh));
  if (!person) throw signedOut();
  const upstream: UpstreamCall[] = [];
  return {
    person,
    requestId,
    upstream,
    recordUpstream: ({ service, operation, requestId: id }) => {
      // An action that loops must not grow its audit row without end.
      if (upstream.length < 50) upstream.push({ service, operation, ...(id && { requestId: id }) });
    },
  };
}

async function currentCtx(fresh: boolean) {
  const requestId = (await headers()).get(REQUEST_ID_HEADER) ?? undefined;
  return ctxOfSession(await sessionFromCookies(await cookies()), { fresh, requestId });
}

/** One look per rendered page, however many components ask. */
const pageCtxOnce = cache(() => currentCtx(false));

/** For server actions: the role is read from the database now. Throws AppError. */
export const actionCtx = () => currentCtx(true);

/** For route handlers: throws AppError unauthenticated or forbidden; answer with `problemResponse`. */
export async function requestCtx(permission?: Permission): Promise<Ctx> {
  const ctx = await currentCtx(false);
  if (permission && !may(ctx.person.role, permission))
    throw notAllowed(permission, ctx.person.role);
  return ctx;
}

/**
 * For a stream, which outlives the look at who asks: gives a function that looks again, and throws
 * AppError unauthenticated once the session's time is up or the person may no longer sign in.
 */
export async function recheckCtx(): Promise<() => Promise<Ctx>> {
  const session = await sessionFromCookies(await cookies());
  return () => {
    const over = session && Date.now() / 1_000 > session.signedInAt + sessionSeconds();
    return ctxOfSession(over ? undefined : session, { fresh: false });
  };
}

/**
 * For forbidden.tsx: what the page would have needed, and who is signed in. By the path, because
 * Next renders that file beside the page, not after it.
 */
export async function whyForbidden(): Promise<{ sentence: string; person?: Person }> {
  const path = (await headers()).get(PATH_HEADER) ?? "";
  const permission = permissionOfPage(path);
  const person = await currentPerson();
  if (!permission || !person || may(person.role, permission))
    return { sentence: "Your role does not allow this page.", ...(person && { person }) };
  return { sentence: notAllowed(permission, person.role).message, person };
}

/** For pages: signed-out visitors go to the sign-in page, those without the permission see forbidden.tsx. */
export async function pageCtx(permission?: Permission): Promise<Ctx> {
  const ctx = await pageCtxOnce().catch((error) => {
    if (error instanceof AppError && error.code === "unauthenticated") return undefined;
    throw error;
  });
  if (!ctx) {
    const path = (await headers()).get(PATH_HEADER) ?? routes.home();
    redirect(`${routes.signIn()}?callbackUrl=${encodeURIComponent(path)}`);
  }
  if (permission && !may(ctx.person.role, permission)) forbidden();
  return ctx;
}

/** The person signed in, if any; for the shell's top bar on pages that everybody sees. */
export const currentPerson = (): Promise<Person | undefined> =>
  pageCtxOnce().then(
    (ctx) => ctx.person,
    () => undefined,
  );
