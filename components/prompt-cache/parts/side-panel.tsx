import { ArrowLeft, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** One thing beside its list from 1280 px, in the list's place below. Its foot is in view before the page is scrolled. */
export function SidePanel({
  title,
  all,
  closeHref,
  actions,
  children,
}: {
  title: string;
  /** What the way back is called: "All entries". */
  all: string;
  closeHref: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="min-w-0 rounded-md border xl:sticky xl:top-16 xl:max-h-[calc(100dvh-10.5rem)] xl:overflow-y-auto"
    >
      <div className="sticky top-0 z-2 flex min-h-11 flex-wrap items-center gap-2 rounded-t-md border-b bg-page px-3 max-xl:static">
        <Link
          href={closeHref}
          scroll={false}
          className="-ml-1 inline-flex min-h-6 items-center gap-1 text-muted hover:text-ink xl:hidden pointer-coarse:min-h-11"
        >
          <ArrowLeft aria-hidden="true" className="size-4" /> {all}
        </Link>
        <h2 className="flex-1 max-xl:text-end">{title}</h2>
        {actions}
        <Link
          href={closeHref}
          scroll={false}
          aria-label={`Close: ${title}`}
          className="grid size-7 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink max-xl:hidden"
        >
          <X aria-hidden="true" className="size-4" />
        </Link>
      </div>
      <div className="p-3">{children}</div>
    </section>
  );
}
