import type { EventRecord } from "../model.ts";

const BLOCK = ["BeforeBlockTraffic", "BlockTraffic", "AfterBlockTraffic"];
const INSTALL = [
  "ApplicationStop",
  "DownloadBundle",
  "BeforeInstall",
  "Install",
  "AfterInstall",
  "ApplicationStart",
  "ValidateService",
];
const ALLOW = ["BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"];

/** The documented orders of events (CodeDeploy user guide, "Lifecycle event hook availability"). */
export const LIFECYCLE = {
  inPlaceBehindBalancer: [...BLOCK, ...INSTALL, ...ALLOW],
  inPlace: INSTALL,
  install: INSTALL,
  allow: ALLOW,
  block: BLOCK,
  green: [...INSTALL, ...ALLOW],
} as const satisfies Record<string, readonly string[]>;

export function pendingEvents(names: readonly string[]): EventRecord[] {
  return names.map((name) => ({ name, status: "Pending" }));
}
