import { type EnvironmentSettings, WEEKDAYS } from "./config";

type Window = NonNullable<EnvironmentSettings["window"]>;

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

/** JavaScript's week begins on Sunday, the configuration's on Monday. */
const dayOf = (at: Date) => WEEKDAYS[(at.getUTCDay() + 6) % 7];

/** Whether `at` lies in the window, UTC. Over midnight the day is the one on which it began. No window is always open. */
export function inWindow(window: Window | undefined, at: Date): boolean {
  if (!window) return true;
  const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  const on = (day: Date) => window.days.some((each) => each === dayOf(day));
  const before = new Date(at.getTime() - 86_400_000);
  if (from < to) return on(at) && minute >= from && minute < to;
  return (on(at) && minute >= from) || (on(before) && minute < to);
}

/** When it opens next, Unix milliseconds; `at` itself while it is open. */
export function nextOpening(window: Window | undefined, at: Date): number {
  if (inWindow(window, at) || !window) return at.getTime();
  const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  for (let day = 0; day <= 7; day += 1) {
    const opens = new Date(midnight + day * 86_400_000 + minutesOf(window.from) * 60_000);
    if (opens > at && window.days.some((each) => each === dayOf(opens))) return opens.getTime();
  }
  return at.getTime();
}
