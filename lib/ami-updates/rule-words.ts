import { formatDuration } from "@/lib/platform/time";
import type { EnvironmentSettings } from "./config";

const DAY: Record<string, string> = {
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
}: NonNullable<EnvironmentSettings["window"]>): string =>
  `${days.map((day) => DAY[day]).join(", ")} ${from}–${to} UTC`;

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
    `Soaks ${spanWords(soakMinutes)}`,
    ...(minimumAgeHours > 0 ? [`Releases of at least ${spanWords(minimumAgeHours * 60)}`] : []),
    ...(window ? [`Merges ${windowWords(window)}`] : []),
  ];
}
