import { CronExpressionParser } from "cron-parser";

export interface PoolBudget {
  nodes: string;
  schedule?: string;
  duration?: string;
  reasons?: string[];
}

/** Whether a budget holds at this time: always, or for its duration from each time of its schedule, UTC. */
export function isActive({ schedule, duration }: PoolBudget, now: Date): boolean {
  const [, hours = 0, minutes = 0] = duration?.match(/^(?:(\d+)h)?(?:(\d+)m)?/) ?? [];
  const length = (Number(hours) * 60 + Number(minutes)) * 60_000;
  if (!schedule || length === 0) return true;
  try {
    const currentDate = new Date(now.getTime() - length);
    return CronExpressionParser.parse(schedule, { currentDate, tz: "UTC" }).next().toDate() <= now;
  } catch {
    return true;
  }
}
