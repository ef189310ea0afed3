import { leastRole, may, type Permission, type Role } from "@/lib/platform/permissions";

/** Why a role may not press a button; undefined when it may. The server says the same. */
export const whyNot = (role: Role, permission: Permission): string | undefined =>
  may(role, permission)
    ? undefined
    : `This needs the role ${leastRole(permission)}; you are signed in as ${role}.`;
