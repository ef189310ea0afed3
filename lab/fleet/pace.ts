/**
 * How fast the lab's fleet moves. The usual pace is slow enough to watch and fast enough to wait
 * for; `LAB_PACE=fast` (tests) keeps the order and drops the waiting. All in milliseconds.
 */
export interface Pace {
  /** The least time that one lifecycle event takes. */
  event: number;
  /** From one health check of a target to the next. */
  healthInterval: number;
  /** The least time that a target drains, even without requests under way. */
  drain: number;
  /** How long requests under way may keep a target from being deregistered. */
  deregistrationDelay: number;
  /** From the launch of an instance to `running`. */
  boot: number;
  /** How often request counts go to CloudWatch. */
  metrics: number;
}

const USUAL: Pace = {
  event: 300,
  healthInterval: 1000,
  drain: 800,
  deregistrationDelay: 30_000,
  boot: 2000,
  metrics: 5000,
};

const FAST: Pace = {
  event: 10,
  healthInterval: 100,
  drain: 50,
  deregistrationDelay: 10_000,
  boot: 50,
  metrics: 500,
};

export function readPace(env: NodeJS.ProcessEnv = process.env): Pace {
  return env.LAB_PACE === "fast" ? FAST : USUAL;
}
