import { AwsError } from "../../core/aws-error.ts";

/** When a rule's schedule is due next, strictly after `after`; undefined when it never is again. */
export type Schedule = (after: Date) => Date | undefined;

const invalid = () =>
  new AwsError("ValidationException", "Parameter ScheduleExpression is not valid.");

/**
 * Reads `rate(5 minutes)` and `cron(0 9,21 * * ? *)`, in UTC. Of cron's letters `L` (a month's last day) is known,
 * `W` and `#` are not. @throws AwsError ValidationException
 */
export function parseSchedule(expression: string, since: Date): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate)
    return parseRate(Number(rate[1]), rate[2] as keyof typeof UNITS, rate[3] === "s", since);
  const cron = /^cron\((.+)\)$/.exec(expression);
  if (cron) return parseCron((cron[1] as string).trim().split(/\s+/));
  throw invalid();
}

const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function parseRate(
  value: number,
  unit: keyof typeof UNITS,
  plural: boolean,
  since: Date,
): Schedule {
  // As AWS has it: 1 minute, 5 minutes, and nothing else.
  if (value < 1 || value > 1 !== plural) throw invalid();
  const step = value * UNITS[unit];
  return (after) => {
    const passed = Math.max(0, Math.floor((after.getTime() - since.getTime()) / step));
    return new Date(since.getTime() + (passed + 1) * step);
  };
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const LAST_YEAR = 2199;

function parseCron(fields: string[]): Schedule {
  const [minute, hour, day, month, weekday, year] = fields;
  if (fields.length !== 6) throw invalid();
  // One of the two days says nothing, and only they may say so.
  if ((day === "?") === (weekday === "?")) throw invalid();
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = numbers(month, 1, 12, MONTHS);
  const years = numbers(year, 1970, LAST_YEAR);
  const last = day === "L";
  const days = day === "?" || last ? undefined : numbers(day, 1, 31);
  const weekdays = weekday === "?" ? undefined : numbers(weekday, 1, 7, DAYS);

  const isDue = (date: Date) => {
    if (!years.has(date.getUTCFullYear()) || !months.has(date.getUTCMonth() + 1)) return false;
    if (weekdays) return weekdays.has(date.getUTCDay() + 1);
    const tomorrow = new Date(date.getTime() + UNITS.day);
    if (last) return tomorrow.getUTCDate() === 1;
    return days?.has(date.getUTCDate()) ?? false;
  };
  return (after) => {
    const from = new Date(Math.floor(after.getTime() / UNITS.minute + 1) * UNITS.minute);
    const date = new Date(from);
    date.setUTCHours(0, 0, 0, 0);
    // 29 February on one weekday comes back within 40 years at the latest.
    for (let looked = 0; looked < 366 * 41; looked++) {
      if (isDue(date)) {
        const found = timeOn(date, from, hours, minutes);
        if (found) return found;
      }
      date.setTime(date.getTime() + UNITS.day);
      if (date.getUTCFullYear() > LAST_YEAR) return undefined;
    }
    return undefined;
  };
}

function timeOn(day: Date, from: Date, hours: Set<number>, minutes: Set<number>): Date | undefined {
  for (const hour of [...hours].sort((a, b) => a - b)) {
    for (const minute of [...minutes].sort((a, b) => a - b)) {
      const at = new Date(day.getTime() + hour * UNITS.hour + minute * UNITS.minute);
      if (at >= from) return at;
    }
  }
  return undefined;
}

/** `*`, `1,3`, `1-5`, `MON-FRI`, `0/15`, `*\/10`. */
function numbers(field = "", least: number, most: number, names: string[] = []): Set<number> {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(\*|[A-Z\d]+)(?:-([A-Z\d]+))?(?:\/(\d+))?$/i.exec(part);
    if (!match) throw invalid();
    const [, first = "", until, step] = match;
    const from = first === "*" ? least : numberOf(first, names, least);
    const to = until ? numberOf(until, names, least) : first === "*" || step ? most : from;
    const by = step ? Number(step) : 1;
    if (!(from >= least && to <= most && from <= to && by >= 1)) throw invalid();
    for (let value = from; value <= to; value += by) found.add(value);
  }
  return found;
}

function numberOf(text: string, names: string[], least: number): number {
  const at = names.indexOf(text.toUpperCase());
  return at >= 0 ? at + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
