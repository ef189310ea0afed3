/**
 * How fast the clusters move, in milliseconds. Every object goes at most one step at a time;
 * replacing a node takes six, so twelve nodes one by one take about a minute and a half.
 */
export interface ClusterPace {
  step: number;
  /** How often a cluster at rest looks whether Git has moved, besides being told. */
  idle: number;
  /** How long a machine may take to join before Karpenter gives it up. */
  registration: number;
  /** Until Karpenter tries again after a failure, and until it says again that it is blocked. */
  again: number;
  /** From one bookmark of a watch to the next. */
  bookmark: number;
}

const USUAL: ClusterPace = {
  step: 1_200,
  idle: 15_000,
  registration: 120_000,
  again: 10_000,
  bookmark: 30_000,
};

const FAST: ClusterPace = { step: 15, idle: 2_000, registration: 4_000, again: 200, bookmark: 300 };

/** `LAB_CLUSTER_STEP_MS` sets the step alone. */
export function readPace(env: NodeJS.ProcessEnv = process.env): ClusterPace {
  const pace = env.LAB_PACE === "fast" ? FAST : USUAL;
  const step = Number(env.LAB_CLUSTER_STEP_MS);
  return step > 0 ? { ...pace, step } : pace;
}
