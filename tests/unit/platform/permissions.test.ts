import { expect, test } from "vitest";
import { permissionOfPage } from "@/lib/platform/page-permissions";
import { leastRole, may, type Permission, ROLES } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";

test.each([
  ["prompt.read", "viewer"],
  ["prompt.inspect", "operator"],
  ["prompt.use", "operator"],
  ["prompt.manage", "admin"],
  ["release.approve", "approver"],
  ["user.manage", "admin"],
] as const)("%s needs at least the role %s", (permission, role) => {
  expect(leastRole(permission)).toBe(role);
  const above = ROLES.slice(ROLES.indexOf(role));
  expect(ROLES.filter((one) => may(one, permission))).toEqual(above);
});

test.each<[string, Permission]>([
  [routes.promptCache(), "prompt.read"],
  [`${routes.promptCache()}?range=1h`, "prompt.read"],
  [routes.promptEntries(), "prompt.inspect"],
  [routes.promptEntry("a/b"), "prompt.inspect"],
  [routes.promptRequest("1-0"), "prompt.inspect"],
  [routes.promptTuning(), "prompt.inspect"],
  [routes.promptPlayground(), "prompt.use"],
  [routes.promptKeys(), "prompt.manage"],
])("the page %s says that it needs %s", (path, permission) => {
  expect(permissionOfPage(path)).toBe(permission);
});
