"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useShell } from "@/components/shell/shell-state";
import { may, type Permission } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";

const TABS: readonly { label: string; href: string; permission: Permission }[] = [
  { label: "Overview", href: routes.promptCache(), permission: "prompt.read" },
  { label: "Entries", href: routes.promptEntries(), permission: "prompt.inspect" },
  { label: "Requests", href: routes.promptRequests(), permission: "prompt.inspect" },
  { label: "Tuning", href: routes.promptTuning(), permission: "prompt.inspect" },
  { label: "Playground", href: routes.promptPlayground(), permission: "prompt.use" },
  { label: "Keys and namespaces", href: routes.promptKeys(), permission: "prompt.manage" },
];

/** The pages of the workflow that this person may open; one that is closed to them is not listed. */
export function WorkflowTabs() {
  const pathname = usePathname();
  const router = useRouter();
  const { role } = useShell().person;
  const shown = TABS.filter(({ permission }) => may(role, permission));
  return (
    <nav aria-label="Prompt cache" className="-mx-4 overflow-x-auto border-b px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-4">
        {shown.map(({ label, href }) => {
          const here =
            pathname === href || (href !== routes.promptCache() && pathname.startsWith(`${href}/`));
          return (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                onPointerEnter={() => router.prefetch(href)}
                aria-current={here ? "page" : undefined}
                className="-mb-px flex h-9 items-center border-b-2 border-transparent whitespace-nowrap text-muted outline-offset-[-2px] hover:text-ink aria-[current]:border-accent aria-[current]:text-ink pointer-coarse:h-11"
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
