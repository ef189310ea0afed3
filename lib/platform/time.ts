/** Times as people read them. Inputs are ISO 8601 strings or milliseconds since the epoch. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const millis = (at: string | number): number => (typeof at === "number" ? at : Date.parse(at));

/** `just now`, `42 s ago`, `3 min ago`, `2 h ago`, `5 d ago`; for the future `in 3 min`. Unreadable input gives `unknown`. */
export function formatRelative(at: string | number, now: number): string {
  const seconds = Math.round((now - millis(at)) / 1000);
  if (Number.isNaN(seconds)) return "unknown";
  const size = Math.abs(seconds);
  if (size < 5) return seconds < 0 ? "in a moment" : "just now";
  return seconds < 0 ? `in ${inOneUnit(size)}` : `${inOneUnit(size)} ago`;
}

const inOneUnit = (seconds: number): string =>
  seconds < MINUTE
    ? `${seconds} s`
    : seconds < HOUR
      ? `${Math.floor(seconds / MINUTE)} min`
      : seconds < DAY
        ? `${Math.floor(seconds / HOUR)} h`
        : `${Math.floor(seconds / DAY)} d`;

/** How long something has lasted, in one unit so that it does not fidget: `42 s`, `3 min`, `2 h`, `5 d`. */
export function formatElapsed(since: string | number, now: number): string {
  const seconds = Math.floor((now - millis(since)) / 1000);
  return Number.isNaN(seconds) ? "unknown" : inOneUnit(Math.max(0, seconds));
}

/** `2026-11-24 03:14:04 UTC` or the same in the reader's zone, with the zone's short name. */
export function formatAbsolute(at: string | number, zone: { utc: boolean }): string {
  const date = new Date(millis(at));
  if (Number.isNaN(date.getTime())) return "unknown";
  const parts = new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
    ...(zone.utc ? { timeZone: "UTC" } : {}),
  }).formatToParts(date);
  const get = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? "";
  return `${get("year")}-${get("month")}-${get("day")} ${get("hour")}:${get("minute")}:${get("second")} ${get("timeZoneName")}`;
}

/** A span of milliseconds: `840 ms`, `12 s`, `3 min 05 s`, `2 h 04 min`, `3 d 4 h`. Negative spans read as zero. */
export function formatDuration(spanMs: number): string {
  if (Number.isNaN(spanMs)) return "unknown";
  const span = Math.max(0, spanMs);
  if (span > 0 && span < 1000) return `${Math.round(span)} ms`;
  const seconds = Math.floor(span / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ${two(seconds % MINUTE)} s`;
  if (seconds < DAY)
    return `${Math.floor(seconds / HOUR)} h ${two(Math.floor((seconds % HOUR) / MINUTE))} min`;
  return `${Math.floor(seconds / DAY)} d ${Math.floor((seconds % DAY) / HOUR)} h`;
}
