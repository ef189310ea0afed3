import type { Permission } from "./permissions";

/** What the pages below a path need: for explaining a refusal. What refuses is the page's own `pageCtx`. */
const PAGE_PERMISSIONS: readonly (readonly [path: string, permission: Permission])[] = [
  ["/audit", "audit.read"],
  ["/inbox", "release.read"],
  ["/releases", "release.read"],
  ["/ami-updates", "ami.read"],
  // The longer paths first: the first that fits counts.
  ["/prompt-cache/entries", "prompt.inspect"],
  ["/prompt-cache/requests", "prompt.inspect"],
  ["/prompt-cache/tuning", "prompt.inspect"],
  ["/prompt-cache/playground", "prompt.use"],
  ["/prompt-cache/keys", "prompt.manage"],
  ["/prompt-cache", "prompt.read"],
  ["/agents/new", "agent.manage"],
  ["/agents", "agent.read"],
];

/** The permission behind a path (query allowed), where one is known. */
export function permissionOfPage(path: string): Permission | undefined {
  const [pathname = ""] = path.split("?");
  return PAGE_PERMISSIONS.find(
    ([root]) => pathname === root || pathname.startsWith(`${root}/`),
  )?.[1];
}
