import type { IncomingMessage } from "node:http";
import type { Kind } from "../objects/kinds.ts";
import { KubeRefusal } from "./status.ts";

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete";

/** Bearer tokens of the lab, and what their users may do. They are no secrets: the lab is on loopback. */
const USERS: Record<string, { name: string; writes: boolean }> = {
  switchyard: { name: "switchyard", writes: false },
  "lab-admin": { name: "lab-admin", writes: true },
};

/**
 * Who asks. kubectl sends no token over plain HTTP, so a request without one is the reader's.
 * @throws KubeRefusal 401
 */
export function identify(req: IncomingMessage): { name: string; writes: boolean } {
  const header = req.headers.authorization;
  const token = header === undefined ? "switchyard" : header.replace(/^Bearer\s+/i, "");
  const user = Object.hasOwn(USERS, token) ? USERS[token] : undefined;
  if (!user) throw new KubeRefusal(401, "Unauthorized", "Unauthorized");
  return user;
}

/** @throws KubeRefusal 403 in RBAC's words */
export function authorise(
  user: { name: string; writes: boolean },
  verb: Verb,
  kind: Kind,
  name?: string,
  namespace?: string,
): void {
  if (user.writes || verb === "get" || verb === "list" || verb === "watch") return;
  const full = [kind.plural, kind.group].filter(Boolean).join(".");
  const where = namespace ? `in the namespace "${namespace}"` : "at the cluster scope";
  throw new KubeRefusal(
    403,
    "Forbidden",
    `${full}${name ? ` "${name}"` : ""} is forbidden: User "${user.name}" cannot ${verb} resource "${kind.plural}" in API group "${kind.group}" ${where}`,
    { ...(name ? { name } : {}), ...(kind.group ? { group: kind.group } : {}), kind: kind.plural },
  );
}
