import type { ReactNode } from "react";
import { WorkflowTabs } from "@/components/agents/parts/workflow-tabs";
import { pageCtx } from "@/server/platform/ctx";

/** What stands above the pages of agents: the way between them. */
export default async function AgentsLayout({ children }: { children: ReactNode }) {
  await pageCtx();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <WorkflowTabs />
      {children}
    </div>
  );
}
