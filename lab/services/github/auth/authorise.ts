import { notByIntegration, notFound, Refusal } from "../api/refuse.ts";
import type { Actor, Level } from "../model.ts";
import type { HostedRepository } from "../repositories.ts";
import { suffices } from "./tokens.ts";

/** What a route asks for; any of several permissions will do. */
export interface Need {
  permissions: string[];
  level: Level;
}

/**
 * Lets an actor at a repository or refuses as GitHub does: what one may not see does not exist (404),
 * what one may see and not do is forbidden (403).
 */
export function authorise(actor: Actor, repository: HostedRepository, need: Need): void {
  if (actor.kind === "person") return;
  if (actor.kind === "app") {
    throw repository.private ? notFound() : notByIntegration();
  }
  if (actor.kind === "nobody") {
    if (repository.private) throw notFound();
    if (need.level !== "read") throw new Refusal(401, "Requires authentication");
    return;
  }
  const { token } = actor;
  if (!repository.installed || !token.repositories.includes(repository.name)) {
    if (repository.private) throw notFound();
    if (need.level === "read") return;
    throw notByIntegration();
  }
  if (need.permissions.some((name) => suffices(token.permissions[name], need.level))) return;
  throw notByIntegration();
}
