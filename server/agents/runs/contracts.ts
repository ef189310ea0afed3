import "server-only";
import type { AgentParts, Journal } from "../contracts";
import type { HarnessRun, RunEnd } from "../harness/contracts";
import type { Announcements } from "../journal/announcements";

export interface RunTimes {
  /** After so long without a renewal a run is anybody's. */
  leaseMs: number;
  renewMs: number;
  /** How often a process looks for runs to take up. */
  lookMs: number;
}

export const RUN_TIMES: RunTimes = { leaseMs: 15_000, renewMs: 3_000, lookMs: 2_000 };

/** What running sessions stands on. */
export interface RunnerParts {
  agents: AgentParts;
  /** Runs the harness, or AgentCore: by the session's home. `journal` refuses once the run was lost. */
  runAgent(run: HarnessRun, journal: Journal): Promise<RunEnd>;
  journalOf(owner: string): Journal;
  announcements: Announcements;
  /** This process among those of the fleet. */
  processId: string;
  /** What people see of runs may be another now. */
  changed(): void;
  times?: Partial<RunTimes>;
}
