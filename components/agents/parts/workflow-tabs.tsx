"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { routes } from "@/lib/platform/routes";

const TABS = [
  { label: "Agents", href: routes.agents() },
  { label: "Sessions", href: routes.agentSessions() },
] as const;

/** The pages of the workflow; an agent belongs to the agents. A session needs the whole height: none there. */
export function WorkflowTabs() {
  const pathname = usePathname();
  if (pathname.startsWith(`${routes.agentSessions()}/`)) return null;
  const here = pathname === routes.agentSessions() ? routes.agentSessions() : routes.agents();
  return (
    <nav aria-label="Agents" className="-mx-4 border-b px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-4">
        {TABS.map(({ label, href }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={pathname === href ? "page" : here === href ? "true" : undefined}
              className="-mb-px flex h-9 items-center border-b-2 border-transparent whitespace-nowrap text-muted outline-offset-[-2px] hover:text-ink aria-[current]:border-accent aria-[current]:text-ink pointer-coarse:h-11"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
