import type { FleetView, Revision } from "./model";
import { sameRevision } from "./revision-text";

/** Instances that run the same revision. */
export interface RunningNow {
  revision?: Revision;
  /** Instances that run `revision`, of those that the fleet has. */
  on: number;
  of: number;
}

/** Which revisions the fleet runs, the most common first; instances `between` two revisions are left out. */
export function runningNow(
  fleet: FleetView | undefined,
  between: ReadonlyMap<string, unknown> = new Map(),
): RunningNow[] {
  if (!fleet) return [];
  const groups: RunningNow[] = [];
  for (const instance of fleet.instances) {
    if (between.has(instance.id)) continue;
    const group = groups.find(
      (g) => sameRevision(g.revision, instance.revision) || (!g.revision && !instance.revision),
    );
    if (group) group.on += 1;
    else groups.push({ revision: instance.revision, on: 1, of: fleet.instances.length });
  }
  return groups.sort((a, b) => b.on - a.on);
}
