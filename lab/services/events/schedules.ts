import type { Lab } from "../../core/contracts.ts";
import { parseSchedule } from "./schedule-expression.ts";

/** What of a rule its schedule needs. */
export interface ScheduledRule {
  name: string;
  enabled: boolean;
  schedule?: string;
  /** When the schedule was set, ISO 8601: rates count from here. */
  scheduledAt?: string;
}

export interface Schedules {
  /** Takes over what a rule says now; without a schedule, or switched off, nothing comes of it. */
  arm(rule: ScheduledRule): void;
  disarm(name: string): void;
  /** When each rule is due next. */
  next(): { rule: string; at: string }[];
}

/**
 * Calls `fire` when a rule's schedule is due. What was due while the lab was down is not made up for: at the next
 * start the schedule goes on from then.
 */
export function createSchedules(
  lab: Pick<Lab, "after">,
  fire: (name: string, at: Date) => void,
  now: () => Date = () => new Date(),
): Schedules {
  const armed = new Map<string, { at: Date; cancel(): void }>();

  const disarm = (name: string) => {
    armed.get(name)?.cancel();
    armed.delete(name);
  };
  const arm = (rule: ScheduledRule) => {
    disarm(rule.name);
    if (!rule.enabled || rule.schedule === undefined) return;
    const next = parseSchedule(rule.schedule, new Date(rule.scheduledAt ?? 0));
    const wait = (after: Date) => {
      const at = next(after);
      if (!at) return;
      const cancel = lab.after(at.getTime() - now().getTime(), () => {
        // From the moment that was meant, so that a late timer does not shift the rest.
        wait(new Date(Math.max(at.getTime(), now().getTime() - 60_000)));
        fire(rule.name, at);
      });
      armed.set(rule.name, { at, cancel });
    };
    wait(now());
  };
  return {
    arm,
    disarm,
    next: () => [...armed].map(([rule, { at }]) => ({ rule, at: at.toISOString() })),
  };
}
