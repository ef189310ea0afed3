import { createHash, randomBytes } from "node:crypto";
import { Refusal, unprocessable } from "../api/refuse.ts";
import { APP, GRANTED } from "../app.ts";
import type { Level, Permissions, Token } from "../model.ts";
import { HOSTED } from "../repositories.ts";
import type { GitHubState } from "../state.ts";

const LIFE_MS = 3_600_000;
const RANK: Record<Level, number> = { read: 1, write: 2, admin: 3 };

export const digestOf = (token: string): string =>
  createHash("sha256").update(token).digest("base64url");

/** What a token may at least be asked for. */
export const suffices = (has: Level | undefined, wanted: Level): boolean =>
  has !== undefined && RANK[has] >= RANK[wanted];

/** Makes a token of an installation, narrowed to what was asked. Its text is told once and not kept. */
export function issueToken(
  state: GitHubState,
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
  const text = `ghs_${randomBytes(27).toString("base64url").replace(/[-_]/g, "0")}`;
  const token: Token = {
    installation,
    repositories: repositories.map((one) => one.name),
    permissions,
    expiresAt: new Date(Date.now() + LIFE_MS),
  };
  state.tokens.put(digestOf(text), token);
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

/** The token of a text; undefined when it was never given or has expired. */
export function findToken(
  state: GitHubState,
  text: string,
): { token: Token; key: string } | undefined {
  const key = digestOf(text);
  const token = state.tokens.get(key);
  if (!token) return undefined;
  if (token.expiresAt.getTime() > Date.now()) return { token, key };
  state.tokens.delete(key);
  return undefined;
}
