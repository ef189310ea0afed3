import { expect, test } from "vitest";
import { parseEnv } from "@/server/platform/env";
import { roleFromClaims } from "@/server/platform/oidc";
import { consoleEnv } from "../../fixtures/set-console-env";

const settings = (claim?: string, map?: Record<string, string>) =>
  parseEnv(
    consoleEnv({
      SWITCHYARD_OIDC_ROLE_CLAIM: claim,
      SWITCHYARD_OIDC_ROLE_MAP: map && JSON.stringify(map),
    }),
  );
const MAP = { staff: "viewer", ops: "operator", leads: "approver" };

test.each([
  ["no claim configured", settings(), { groups: ["leads"] }, "viewer"],
  ["one group", settings("groups", MAP), { groups: ["ops"] }, "operator"],
  ["the highest of several", settings("groups", MAP), { groups: ["leads", "staff"] }, "approver"],
  ["a single string", settings("group", MAP), { group: "staff" }, "viewer"],
  ["a nested claim", settings("realm.roles", MAP), { realm: { roles: ["ops"] } }, "operator"],
  [
    "a claim named by a URL",
    settings("https://x/groups", MAP),
    { "https://x/groups": ["ops"] },
    "operator",
  ],
  ["no mapped group", settings("groups", MAP), { groups: ["others"] }, undefined],
  ["no claim sent", settings("groups", MAP), {}, undefined],
  [
    "names of prototypes",
    settings("groups", MAP),
    { groups: ["constructor", "__proto__"] },
    undefined,
  ],
  ["role names without a map", settings("roles"), { roles: ["admin", "viewer"] }, "admin"],
  ["not even strings", settings("groups", MAP), { groups: [1, null, { ops: true }] }, undefined],
])("%s", (_what, env, claims, role) => {
  expect(roleFromClaims(claims, env)).toBe(role);
});
