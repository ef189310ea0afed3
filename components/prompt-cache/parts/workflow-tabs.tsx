"use client";

import { useRouter } from "next/navigation";
import { PageTabs } from "@/components/data/page-tabs";
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
  const router = useRouter();
  const { role } = useShell().person;
  return (
    <PageTabs
      label="Prompt cache"
      tabs={TABS.filter(({ permission }) => may(role, permission))}
      scrolls
      onPoint={(href) => router.prefetch(href)}
    />
  );
}
