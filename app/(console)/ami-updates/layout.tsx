import type { ReactNode } from "react";
import { WorkflowTabs } from "@/components/ami-updates/parts/workflow-tabs";
import { pageCtx } from "@/server/platform/ctx";

/** What stands above every page of AMI updates: the way between them. */
export default async function AmiUpdatesLayout({ children }: { children: ReactNode }) {
  await pageCtx();
  return (
    <div className="grid gap-3">
      <WorkflowTabs />
      {children}
    </div>
  );
}
