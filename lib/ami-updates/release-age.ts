/** `v20260714` or `1.34.9-20260714` → the day in Unix milliseconds (UTC); undefined when it names none. */
export function releaseDay(release: string | undefined): number | undefined {
  const [, year, month, day] = /(?:^v|-)(\d{4})(\d{2})(\d{2})$/.exec(release ?? "") ?? [];
  if (!year || !month || !day) return undefined;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // 20260231 would roll over into March.
  return new Date(at).getUTCDate() === Number(day) ? at : undefined;
}

/** Whole days since the release's day; undefined when its tag names none, never negative. */
export function ageInDays(release: string | undefined, now: number): number | undefined {
  const day = releaseDay(release);
  return day === undefined ? undefined : Math.max(0, Math.floor((now - day) / 86_400_000));
}
