/** A build's phases as a bar list: each bar starts where its phase started. */
import type { BuildPhase } from "./model";
import { phaseName } from "./progress";

export interface PhaseBar {
  type: string;
  name: string;
  status: BuildPhase["status"];
  /** Milliseconds; up to `now` while it runs; absent where AWS gives no times. */
  durationMs?: number;
  running: boolean;
  startedAt?: string;
  /** Share of the whole build, 0…1. */
  offset: number;
  width: number;
  contexts: BuildPhase["contexts"];
}

const NOT_A_PHASE = "COMPLETED";

/** `now` in milliseconds; only a running phase depends on it. */
export function preparePhaseBars(phases: BuildPhase[], now: number): PhaseBar[] {
  const shown = phases.filter((phase) => phase.type !== NOT_A_PHASE);
  const spans = shown.map((phase) => {
    const from = phase.startedAt ? Date.parse(phase.startedAt) : Number.NaN;
    const running = phase.status === "IN_PROGRESS" || (!phase.status && Number.isFinite(from));
    const to = phase.endedAt ? Date.parse(phase.endedAt) : running ? now : Number.NaN;
    return { phase, from, to, running };
  });
  const starts = spans.map((span) => span.from).filter(Number.isFinite);
  const ends = spans.map((span) => span.to).filter(Number.isFinite);
  const first = Math.min(...starts);
  const whole = Math.max(...ends) - first;
  return spans.map(({ phase, from, to, running }) => {
    const timed = Number.isFinite(from) && Number.isFinite(to) && whole > 0;
    const measured = Number.isFinite(to - from) ? Math.max(0, to - from) : undefined;
    return {
      type: phase.type,
      name: phaseName(phase.type),
      status: phase.status,
      running,
      startedAt: phase.startedAt,
      durationMs: running ? measured : (phase.durationMs ?? measured),
      offset: timed ? Math.min(1, Math.max(0, (from - first) / whole)) : 0,
      width: timed ? Math.min(1, Math.max(0, (to - from) / whole)) : 0,
      contexts: phase.contexts,
    };
  });
}

/** Phases that did not succeed and say why; shown above everything else. */
export const failedPhases = (phases: BuildPhase[]): BuildPhase[] =>
  phases.filter((phase) =>
    ["FAILED", "FAULT", "TIMED_OUT", "CLIENT_ERROR"].includes(phase.status ?? ""),
  );
