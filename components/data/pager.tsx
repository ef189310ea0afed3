import Link from "next/link";
import { buttonClass } from "@/components/ui/button";

/** What the page shows, and the way to the first and the next one; pages are cut by the server. */
export function Pager({
  told,
  first,
  next,
  nextLabel = "Next",
}: {
  told: string;
  /** Address of the first page, where another one is shown. */
  first?: string;
  next?: string;
  nextLabel?: string;
}) {
  return (
    <nav aria-label="Pages" className="flex min-h-8 flex-wrap items-center justify-between gap-2">
      <span role="status" className="text-meta text-muted">
        {told}
      </span>
      <span className="flex gap-2">
        {first === undefined ? null : (
          <Link href={first} scroll={false} className={buttonClass()}>
            First page
          </Link>
        )}
        {next === undefined ? null : (
          <Link href={next} scroll={false} className={buttonClass()}>
            {nextLabel}
          </Link>
        )}
      </span>
    </nav>
  );
}
