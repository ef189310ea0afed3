"use client";

import { useNow, useTimeDisplay } from "@/components/data/clock";
import { cn } from "@/components/ui/cn";
import { formatAbsolute, formatDuration, formatElapsed, formatRelative } from "@/lib/platform/time";

/** What ticks once a second has no milliseconds to tell. */
const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** A moment: relative text, absolute with zone on hover and focus. Absent: a dash. */
export function Timestamp({
  at,
  className,
  focusable = true,
}: {
  at: string | undefined;
  className?: string;
  /** Off inside something that is focusable itself (a link): its own tip says the time. */
  focusable?: boolean;
}) {
  const { utc } = useTimeDisplay();
  const fresh = at !== undefined && Math.abs(Date.now() - Date.parse(at)) < 3_600_000;
  const now = useNow(fresh ? 1_000 : 60_000);
  if (at === undefined) return <span className="text-muted">–</span>;
  return (
    <time
      dateTime={at}
      data-tip={formatAbsolute(at, { utc })}
      suppressHydrationWarning
      {...(focusable ? { tabIndex: 0 } : {})}
      className={cn("whitespace-nowrap", className)}
    >
      {formatRelative(at, now)}
    </time>
  );
}

/** How long something has lasted (`12 s`, `2 h`); the moment it began on hover and focus. */
export function Elapsed({
  since,
  className,
  focusable = true,
}: {
  since: string;
  className?: string;
  /** Off inside something that is focusable itself. */
  focusable?: boolean;
}) {
  const { utc } = useTimeDisplay();
  const fresh = Math.abs(Date.now() - Date.parse(since)) < 3_600_000;
  const now = useNow(fresh ? 1_000 : 60_000);
  return (
    <time
      dateTime={since}
      data-tip={`Since ${formatAbsolute(since, { utc })}`}
      suppressHydrationWarning
      {...(focusable ? { tabIndex: 0 } : {})}
      className={cn("whitespace-nowrap", className)}
    >
      {formatElapsed(since, now)}
    </time>
  );
}

/** A span of time; ticks only while it is open (`to` absent). */
export function Duration({
  from,
  to,
  className,
}: {
  from: string | undefined;
  to?: string | undefined;
  className?: string;
}) {
  const now = useNow(from !== undefined && to === undefined ? 1_000 : 0);
  if (from === undefined) return <span className="text-muted">–</span>;
  const span =
    to === undefined ? wholeSeconds(now - Date.parse(from)) : Date.parse(to) - Date.parse(from);
  return (
    <span className={cn("whitespace-nowrap tabular-nums", className)}>{formatDuration(span)}</span>
  );
}
