/** Columns of the deployment grid: the documented order, whatever order the targets come in. */
import type { TargetView } from "./model";

/** From the CodeDeploy user guide, "AppSpec hooks": in-place order, which blue/green uses in parts. */
export const LIFECYCLE_ORDER = [
  "BeforeBlockTraffic",
  "BlockTraffic",
  "AfterBlockTraffic",
  "ApplicationStop",
  "DownloadBundle",
  "BeforeInstall",
  "Install",
  "AfterInstall",
  "ApplicationStart",
  "ValidateService",
  "BeforeAllowTraffic",
  "AllowTraffic",
  "AfterAllowTraffic",
] as const;

/** Every event that a target has, known ones in order, unknown ones after them as they came. */
export function eventNames(targets: readonly Pick<TargetView, "events">[]): string[] {
  const seen = new Set(targets.flatMap((target) => target.events.map((event) => event.name)));
  const known: string[] = LIFECYCLE_ORDER.filter((name) => seen.has(name));
  return [...known, ...[...seen].filter((name) => !known.includes(name))];
}
