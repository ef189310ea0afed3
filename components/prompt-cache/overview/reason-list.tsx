import Link from "next/link";
import { formatCount } from "@/lib/platform/format";
import { may, type Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";
import { formatShare } from "@/lib/prompt-cache/hit-rate";
import type { OverviewView } from "@/lib/prompt-cache/overview";
import { prepareReasons } from "@/lib/prompt-cache/prepare-reasons";

/** Why the cache did not answer, most frequent first; each leads to the requests it happened to. */
export function ReasonList({ view, role }: { view: OverviewView; role: Role }) {
  const { title, summary, bars } = prepareReasons(view);
  const mayLook = may(role, "prompt.inspect");
  return (
    <section
      aria-labelledby="reasons"
      className="grid min-w-0 content-start gap-2 rounded-md border p-3"
    >
      <h2 id="reasons">{title}</h2>
      <p className="text-muted">{summary}</p>
      <ul className="grid gap-2">
        {bars.map(({ reason, label, sentence, count, share }) => (
          <li key={reason} className="relative grid gap-1">
            <span className="flex items-baseline gap-2">
              {mayLook ? (
                <Link
                  href={`${routes.promptRequests()}?reason=${reason}`}
                  prefetch={false}
                  data-tip={sentence}
                  className="inline-flex min-h-6 items-center underline underline-offset-2 pointer-coarse:min-h-11"
                >
                  {label}
                </Link>
              ) : (
                <span data-tip={sentence} className="inline-flex min-h-6 items-center">
                  {label}
                </span>
              )}
              <span className="ml-auto text-muted">{formatShare(share)}</span>
              <span className="min-w-12 text-end">{formatCount(count)}</span>
            </span>
            <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-raised">
              <span
                className="block h-full rounded-full bg-[var(--chart-4)] forced-color-adjust-none"
                style={{ width: `${Math.max(1, share * 100)}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
