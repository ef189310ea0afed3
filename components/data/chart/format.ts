import type { ChartPoint, ChartUnit } from "@/lib/platform/chart";
import { formatLatency } from "@/lib/platform/format";

const integers = new Intl.NumberFormat("en-GB");
const compact = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });

/** A value with its unit, for readouts and tables; a gap is a dash. */
export function formatValue(value: number | null | undefined, unit: ChartUnit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  switch (unit) {
    case "share":
      return `${(value * 100).toFixed(1)}%`;
    case "usd":
      return usd(value);
    case "ms":
      return formatLatency(value);
    default:
      return integers.format(value);
  }
}

/** The same for an axis, where room is short. */
export function formatTick(value: number, unit: ChartUnit): string {
  if (unit === "share") return `${Math.round(value * 100)}%`;
  if (unit === "count") return compact.format(value);
  // $0.0000090 is wider than the axis.
  if (unit === "usd" && value !== 0 && Math.abs(value) < 0.0001)
    return `${value < 0 ? "−" : ""}$${Number(Math.abs(value).toPrecision(2)).toExponential()}`;
  return formatValue(value, unit);
}

function usd(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === 0) return "$0";
  if (size >= 1_000) return `${sign}$${compact.format(size)}`;
  if (size >= 0.1) return `${sign}$${size.toFixed(2)}`;
  return `${sign}$${Number(size.toPrecision(2)).toFixed(Math.min(9, 1 - Math.floor(Math.log10(size))))}`;
}

const DAY = 86_400_000;

/** A moment on the time axis, as short as the length of the whole axis allows. */
export function formatTime(at: number, spanMs: number, utc: boolean): string {
  const zone = utc ? { timeZone: "UTC" } : {};
  const clock: Intl.DateTimeFormatOptions = {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  };
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  const parts = spanMs <= 1.5 * DAY ? clock : spanMs <= 10 * DAY ? { ...day, ...clock } : day;
  return new Intl.DateTimeFormat("en-GB", { ...parts, ...zone }).format(at);
}

/** A bucket's time: `14:02–14:03`, `3 Nov, 14:00–15:00`, `3 Nov`. */
export function formatBucket({ at, end, partial, label }: ChartPoint, utc: boolean): string {
  if (label !== undefined) return label;
  const still = partial ? " (still counting)" : "";
  if (end - at >= DAY) return `${formatTime(at, 30 * DAY, utc)}${still}`;
  return `${formatTime(at, 5 * DAY, utc)}–${formatTime(end, DAY, utc)}${still}`;
}
