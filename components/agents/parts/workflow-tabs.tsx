"use client";

import { usePathname } from "next/navigation";
import { PageTabs } from "@/components/data/page-tabs";
import { routes } from "@/lib/platform/routes";

const TABS = [
  { label: "Agents", href: routes.agents() },
  { label: "Sessions", href: routes.agentSessions() },
] as const;

/** The pages of the workflow; an agent belongs to the agents. A session needs the whole height: none there. */
export function WorkflowTabs() {
  const pathname = usePathname();
  if (pathname.startsWith(`${routes.agentSessions()}/`)) return null;
  return <PageTabs label="Agents" tabs={TABS} />;
}
