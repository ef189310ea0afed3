import { formatDuration } from "@/lib/platform/time";
import type { EnvironmentSettings } from "./config";

type Weekday = NonNullable<EnvironmentSettings["window"]>["days"][number];
const WEEK: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY: Record<Weekday, string> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/** `Mon, Tue 09:00–16:00 UTC` */
export const windowWords = ({
  days,
  from,
  to,
}: NonNullable<EnvironmentSettings["window"]>): string => `${daysWords(days)} ${from}–${to} UTC`;

/** `daily`, `Mon–Thu`, `Mon, Wed`. */
function daysWords(days: readonly Weekday[]): string {
  const order = WEEK.flatMap((day, at) => (days.includes(day) ? [at] : []));
  const first = order[0] ?? 0;
  const last = order.at(-1) ?? 0;
  if (order.length === WEEK.length) return "daily";
  const name = (at: number) => DAY[WEEK[at] as Weekday];
  if (order.length > 2 && last - first === order.length - 1) return `${name(first)}–${name(last)}`;
  return order.map(name).join(", ");
}

/** A span of whole minutes without its empty parts: `24 h`, `30 s`, `1 h 30 min`. */
export function spanWords(minutes: number): string {
  return formatDuration(Math.round(minutes * 60_000))
    .replace(/ 0+ (s|min|h)$/, "")
    .replace(/ 00 min$/, "");
}

/** What the rules of an environment do, each a sentence in short. */
export function ruleWords(rules: Omit<EnvironmentSettings, "name">): string[] {
  const { rejectAtOrAbove, autoMergeBelow, soakMinutes, minimumAgeHours, window } = rules;
  return [
    rejectAtOrAbove > 10 ? "Never refuses by score" : `Refuses risk ${rejectAtOrAbove} and above`,
    autoMergeBelow > 0 ? `Merges by itself below risk ${autoMergeBelow}` : "A person merges",
    ...(soakMinutes > 0 ? [`Soaks ${spanWords(soakMinutes)}`] : []),
    ...(minimumAgeHours > 0 ? [`Releases of at least ${spanWords(minimumAgeHours * 60)}`] : []),
    ...(window ? [`Merges ${windowWords(window)}`] : []),
  ];
}
