"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";

export interface PageTab {
  label: string;
  href: string;
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
  const pathname = usePathname();
  const here = tabOf(pathname, tabs);
  return (
    <nav
      aria-label={label}
      className={cn("-mx-4 border-b px-4 sm:mx-0 sm:px-0", scrolls && "overflow-x-auto")}
    >
      <ul className="flex gap-4">
        {tabs.map(({ label: name, href }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              {...(onPoint && { onPointerEnter: () => onPoint(href) })}
              aria-current={href === pathname ? "page" : href === here ? "true" : undefined}
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

/** The tab that a page belongs to: of those whose address it is under, the one with the longest. */
export function tabOf(pathname: string, tabs: readonly PageTab[]): string | undefined {
  const over = tabs.filter(({ href }) => `${pathname}/`.startsWith(`${href}/`));
  return over.sort((a, b) => b.href.length - a.href.length)[0]?.href;
}
