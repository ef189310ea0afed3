/** Shortens a long id in the middle: its start says what it is, its end tells two apart. */
export function middleTruncate(value: string, max = 16): string {
  if (value.length <= max) return value;
  const room = max - 1;
  const head = Math.ceil(room / 2);
  return `${value.slice(0, head)}…${value.slice(value.length - (room - head))}`;
}

const integers = new Intl.NumberFormat("en-GB");

/** `10,000` */
export const formatCount = (value: number): string => integers.format(value);

/** `1 instance`, `2 instances` */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** `812 B`, `1.4 kB`, `100 MB` (powers of 1000). */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

const twoDigits = (value: number): string =>
  value >= 100 ? `${Math.round(value)}` : `${Number(value.toPrecision(2))}`;

/** `61 µs`, `1.4 ms`, `840 ms`, `2.1 s`; `–` for a time that is not known. */
export function formatLatency(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return "–";
  if (ms < 0.9995) return `${twoDigits(ms * 1000)} µs`;
  if (ms < 999.5) return `${twoDigits(ms)} ms`;
  return `${twoDigits(ms / 1000)} s`;
}
