import "server-only";
import { isDevelopment, isHttps } from "./env";

/**
 * The Content-Security-Policy of one response: nothing from elsewhere, scripts and style elements
 * by nonce only. Development needs eval (React's error stacks) and unmarked styles (hot reload).
 */
export function contentSecurityPolicy(
  nonce: string,
  { development = isDevelopment(), https = isHttps() } = {},
): string {
  const own = `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'self'",
    `script-src ${own} 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src ${development ? "'self' 'unsafe-inline'" : own}`,
    // Charts and virtual lists place things with style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws: wss:" : ""}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
