import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Refusal, unprocessable } from "../api/refuse.ts";
import { APP, GRANTED } from "../app.ts";
import type { Level, Permissions, Token } from "../model.ts";
import { HOSTED } from "../repositories.ts";

const LIFE_MS = 3_600_000;
const RANK: Record<Level, number> = { read: 1, write: 2, admin: 3 };

/** What a token may at least be asked for. */
export const suffices = (has: Level | undefined, wanted: Level): boolean =>
  has !== undefined && RANK[has] >= RANK[wanted];

/**
 * Makes a token of an installation, narrowed to what was asked. It carries what it may do, sealed with the
 * App's key, so that one that a program holds is good after a kill and after a reset.
 */
export function issueToken(
  appKey: string,
  installation: number,
  asked: { repositories?: unknown; repository_ids?: unknown; permissions?: unknown },
): { text: string; token: Token; narrowed: boolean } {
  if (installation !== APP.installation) throw new Refusal(404, "Not Found");
  const installed = HOSTED.filter((one) => one.installed);
  let repositories = installed;
  const names = listOf(asked.repositories);
  const ids = listOf(asked.repository_ids);
  if (names || ids) {
    repositories = installed.filter(
      (one) => names?.includes(one.name) || ids?.some((id) => Number(id) === one.id),
    );
    const wanted = new Set([...(names ?? []), ...(ids ?? [])]).size;
    if (repositories.length < wanted) {
      throw unprocessable(
        "There is at least one repository that does not exist or is not accessible to the parent installation.",
      );
    }
  }
  const permissions = narrow(asked.permissions);
  const token: Token = {
    installation,
    repositories: repositories.map((one) => one.name),
    permissions,
    expiresAt: new Date(Date.now() + LIFE_MS),
  };
  const nonce = randomBytes(9).toString("base64url");
  const sealed = Buffer.from(JSON.stringify({ ...token, nonce })).toString("base64url");
  const text = `ghs_${sealed}.${sealOf(appKey, sealed).toString("base64url")}`;
  return { text, token, narrowed: Boolean(names || ids) };
}

function narrow(asked: unknown): Permissions {
  if (asked === undefined || asked === null) return { ...GRANTED };
  const wanted = Object.entries(asked as Permissions);
  if (wanted.some(([name, level]) => !(level in RANK) || !suffices(GRANTED[name], level))) {
    throw unprocessable("The permissions requested are not granted to this installation.");
  }
  return { metadata: "read", ...Object.fromEntries(wanted) };
}

function listOf(value: unknown): unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  throw unprocessable("Invalid request.\n\nThe list of repositories is not an array.");
}

const sealOf = (appKey: string, sealed: string): Buffer =>
  createHmac("sha256", createHash("sha256").update(appKey).digest()).update(sealed).digest();

/** The token of a text; undefined when it was never given or has expired. `key` tells tokens apart. */
export function readToken(appKey: string, text: string): { token: Token; key: string } | undefined {
  const [, sealed = "", seal = ""] = text.match(/^ghs_([\w-]+)\.([\w-]{43})$/) ?? [];
  if (!sealed) return undefined;
  if (!timingSafeEqual(Buffer.from(seal, "base64url"), sealOf(appKey, sealed))) return undefined;
  const { nonce, expiresAt, ...rest } = JSON.parse(
    Buffer.from(sealed, "base64url").toString("utf8"),
  ) as Omit<Token, "expiresAt"> & { nonce: string; expiresAt: string };
  const token = { ...rest, expiresAt: new Date(expiresAt) };
  return token.expiresAt.getTime() > Date.now() ? { token, key: nonce } : undefined;
}
