import { leastRole, may, type Permission, type Role } from "@/lib/platform/permissions";

/** Why a role may not press a button, or that what it sees is old; undefined when it may. */
export function whyNot(role: Role, permission: Permission, stale: boolean): string | undefined {
  if (!may(role, permission))
    return `This needs the role ${leastRole(permission)}; you are signed in as ${role}.`;
  return stale ? "What you see may be out of date; wait until it is live again." : undefined;
}
