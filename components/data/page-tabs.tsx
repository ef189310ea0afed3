"use client";

import Link from "next/link";
import { cn } from "@/components/ui/cn";

export interface PageTab {
  label: string;
  href: string;
  /** `page`: this very page; `true`: a page that belongs to it. */
  current?: "page" | "true" | undefined;
}

/** The way between a workflow's pages, above each of them. `scrolls` where they may be too many for a phone. */
export function PageTabs({
  label,
  tabs,
  scrolls,
  onPoint,
}: {
  /** The workflow's name. */
  label: string;
  tabs: readonly PageTab[];
  scrolls?: boolean;
  /** Somebody points at a tab: the page may be fetched. */
  onPoint?: (href: string) => void;
}) {
  return (
    <nav
      aria-label={label}
      className={cn("-mx-4 border-b px-4 sm:mx-0 sm:px-0", scrolls && "overflow-x-auto")}
    >
      <ul className="flex gap-4">
        {tabs.map(({ label: name, href, current }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              {...(onPoint && { onPointerEnter: () => onPoint(href) })}
              aria-current={current}
              className="-mb-px flex h-9 items-center border-b-2 border-transparent whitespace-nowrap text-muted outline-offset-[-2px] hover:text-ink aria-[current]:border-accent aria-[current]:text-ink pointer-coarse:h-11"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
