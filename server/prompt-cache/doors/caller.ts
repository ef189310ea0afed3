import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { env } from "@/server/platform/env";
import { type DirectoryKey, readDirectory } from "../directory";
import { hashToken, isBearerToken } from "../keys/new-credentials";
import { noteUse } from "../keys/note-use";
import { findSigner, verifySignature } from "../signature/verify-signature";
import { DoorError } from "./door-error";
import { takeRequest } from "./rate-limit";
import { readBody } from "./read-body";

export interface Caller {
  key: DirectoryKey;
  namespace: Namespace;
  body: Uint8Array;
}

export const NAMESPACE_HEADER = "x-switchyard-namespace";

/**
 * Lets a request in: who it is, whether it may come so often, its body, and the namespace that it
 * names (the key's first one unless said).
 * @param signing whether signed requests are understood beside bearer tokens
 * @throws DoorError; AppError upstream when keys were never read
 */
export async function letIn(
  request: Request,
  { signing, mostBytes }: { signing: boolean; mostBytes: number },
): Promise<Caller> {
  const directory = await readDirectory();
  const authorization = request.headers.get("authorization")?.trim() ?? "";
  const bearer = /^bearer\s+(\S+)$/i.exec(authorization)?.[1];
  let key: DirectoryKey;
  let body: Uint8Array;
  if (bearer !== undefined) {
    key = bearerKey(directory.bearers, bearer);
    body = await readBody(request, mostBytes);
  } else if (signing && authorization) {
    const signer = findSigner(directory, authorization);
    body = await readBody(request, mostBytes);
    verifySignature(signer, { request: asSigned(request), body, hosts: hostsOf(request) });
    key = signer.key;
  } else {
    throw new DoorError(
      "missing",
      signing
        ? "Missing Authentication Token"
        : "Send the header Authorization: Bearer with a key of this console.",
    );
  }
  const namespace = namespaceOf(directory.namespaces, key, request.headers.get(NAMESPACE_HEADER));
  await takeRequest(key.id, key.ratePerMinute);
  noteUse(key.id);
  return { key, namespace, body };
}

function bearerKey(bearers: ReadonlyMap<string, DirectoryKey>, token: string): DirectoryKey {
  // Found by its hash: how long that takes tells nothing about the token.
  const key = isBearerToken(token) ? bearers.get(hashToken(token)) : undefined;
  if (!key) throw new DoorError("unknown", "This key is not known, or was revoked.");
  return key;
}

/** Also for a namespace that a body names. @throws DoorError denied */
export function namespaceOf(
  namespaces: ReadonlyMap<string, Namespace>,
  key: DirectoryKey,
  asked: string | null | undefined,
): Namespace {
  const name = asked?.trim() || key.namespaces[0];
  const namespace = name && key.namespaces.includes(name) ? namespaces.get(name) : undefined;
  // The same sentence whether it is another's or nobody's: a key learns nothing of what is not its own.
  if (!namespace)
    throw new DoorError("denied", `This key may not use the namespace ${JSON.stringify(name)}.`);
  return namespace;
}

function asSigned(request: Request) {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: `${pathname}${search}`,
    header: (name: string) => request.headers.get(name) ?? undefined,
  };
}

/** A proxy may replace the Host that the client signed: then that was the console's own address. */
function hostsOf(request: Request): string[] {
  const sent = request.headers.get("host");
  const own = new URL(env().NEXTAUTH_URL).host;
  return [...new Set([...(sent ? [sent] : []), own])];
}
