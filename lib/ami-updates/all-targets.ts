import type { Lane, LaneTarget } from "./views";

/** All node classes in one list, in the order of the lanes. */
export const allTargets = (lanes: readonly Lane[]): (LaneTarget & { environment: string })[] =>
  lanes.flatMap(({ environment, targets }) =>
    targets.map((target) => ({ ...target, environment })),
  );
