import { type NextRequest, NextResponse } from "next/server";
import { routes } from "@/lib/platform/routes";
import { contentSecurityPolicy } from "@/server/platform/csp";
import { isHttps } from "@/server/platform/env";
import { PATH_HEADER, REQUEST_ID_HEADER } from "@/server/platform/request-headers";
import { sessionFromCookies } from "@/server/platform/session";

/** Runs before every page and API request: request id, CSP nonce, and the way to the sign-in page. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const requestId = crypto.randomUUID();
  const csp = contentSecurityPolicy(nonce);
  const path = `${request.nextUrl.pathname}${request.nextUrl.search}`;

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set("content-security-policy", csp);
  headers.set(REQUEST_ID_HEADER, requestId);
  headers.set(PATH_HEADER, path);

  const response = (await mustSignIn(request))
    ? NextResponse.redirect(signInUrl(request, path), 307)
    : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", csp);
  response.headers.set(REQUEST_ID_HEADER, requestId);
  if (isHttps()) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

/**
 * A look at the cookie only, to spare a signed-out visitor an empty page: what guards a page, a
 * read or an action is its own `pageCtx`, `requestCtx` or `defineAction`.
 */
async function mustSignIn(request: NextRequest): Promise<boolean> {
  const { pathname } = request.nextUrl;
  if (pathname === routes.signIn() || pathname.startsWith("/api/")) return false;
  // An action must get its own answer; a redirect would break the client's call.
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  return (await sessionFromCookies(request.cookies)) === undefined;
}

function signInUrl(request: NextRequest, path: string): URL {
  const url = request.nextUrl.clone();
  url.pathname = routes.signIn();
  url.search = "";
  if (path !== routes.home()) url.searchParams.set("callbackUrl", path);
  return url;
}

/** Not before static files, nor before the doors of the prompt cache: they know no session, and wait for nothing. */
export const config = {
  matcher: [
    "/((?!_next/static|_next/image|favicon.ico|icon.svg|robots.txt|api/bedrock/|api/prompts$).*)",
  ],
};
