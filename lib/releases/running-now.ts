import type { FleetView, Revision } from "./model";
import { sameRevision } from "./revision-text";

/** Instances that run the same revision. */
export interface RunningNow {
  revision?: Revision;
  /** Instances that run `revision`, of those that the fleet has. */
  on: number;
  of: number;
}

/** The instances that make up the fleet now: without old ones that a blue/green deployment only keeps. */
export const members = (fleet: FleetView): FleetView["instances"] =>
  fleet.instances.filter(({ keptBy }) => !keptBy);

/**
 * Which revisions the fleet runs, the most common first. Instances between two revisions are left
 * out, and so are old ones that a blue/green deployment only keeps.
 */
export function runningNow(fleet: FleetView | undefined): RunningNow[] {
  if (!fleet) return [];
  const groups: RunningNow[] = [];
  const all = members(fleet);
  for (const instance of all) {
    if (instance.changing) continue;
    const group = groups.find(
      (g) => sameRevision(g.revision, instance.revision) || (!g.revision && !instance.revision),
    );
    if (group) group.on += 1;
    else groups.push({ revision: instance.revision, on: 1, of: all.length });
  }
  return groups.sort((a, b) => b.on - a.on);
}
