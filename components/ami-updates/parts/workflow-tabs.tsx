"use client";

import { usePathname } from "next/navigation";
import { PageTabs } from "@/components/data/page-tabs";
import { routes } from "@/lib/platform/routes";

const TABS = [
  { label: "Clusters", href: routes.amiUpdates() },
  { label: "History", href: routes.amiHistory() },
] as const;

/** The pages of the workflow; a proposal and a rollout belong to the clusters. */
export function WorkflowTabs() {
  const pathname = usePathname();
  const here = pathname === routes.amiHistory() ? routes.amiHistory() : routes.amiUpdates();
  const tabs = TABS.map((tab) => ({
    ...tab,
    current:
      pathname === tab.href ? ("page" as const) : here === tab.href ? ("true" as const) : undefined,
  }));
  return <PageTabs label="AMI updates" tabs={tabs} />;
}
