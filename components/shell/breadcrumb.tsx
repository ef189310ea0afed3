"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { crumbs } from "@/lib/platform/crumbs";
import { middleTruncate } from "@/lib/platform/format";

/** Where this page is; on a phone its last step only. */
export function Breadcrumb() {
  const trail = crumbs(usePathname());
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center">
        {trail.map(({ label, href }, at) => (
          <li
            key={label}
            className={
              href
                ? "flex shrink-0 items-center max-sm:hidden"
                : "flex min-w-0 items-center font-medium"
            }
          >
            {at > 0 ? (
              <span aria-hidden="true" className="px-1.5 text-muted max-sm:hidden">
                /
              </span>
            ) : null}
            {href ? (
              <Link
                href={href}
                prefetch={false}
                className="inline-flex min-h-6 items-center text-muted hover:text-ink"
              >
                {middleTruncate(label, 36)}
              </Link>
            ) : (
              <span aria-current="page" className="truncate">
                {middleTruncate(label, 48)}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
