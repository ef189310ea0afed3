import { UsageError } from "../core/usage-error.ts";

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `400ms`, `90s`, `5m` or `1h` in milliseconds. Throws one sentence that names the option. */
export function parseDuration(
  text: string | true,
  option: string,
  limits: { least?: number } = {},
): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(String(text));
  const value = match ? Number(match[1]) * (UNITS[match[2] as string] as number) : Number.NaN;
  if (value >= (limits.least ?? 1) && value <= 24 * 3_600_000) return value;
  throw new UsageError(`${option} must be a time like 400ms, 90s, 5m or 1h, not "${text}".`);
}

/** A number within limits. Throws one sentence that names the option. */
export function parseNumber(
  text: string | true,
  option: string,
  limits: { least: number; most: number; whole?: boolean },
): number {
  const value = /^\d+(\.\d+)?$/.test(String(text)) ? Number(text) : Number.NaN;
  const { least, most, whole } = limits;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? "a whole number" : "a number";
  throw new UsageError(`${option} must be ${kind} from ${least} to ${most}, not "${text}".`);
}
