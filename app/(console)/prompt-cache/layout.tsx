import type { ReactNode } from "react";
import { WorkflowTabs } from "@/components/prompt-cache/parts/workflow-tabs";
import { pageCtx } from "@/server/platform/ctx";

/** What stands above every page of the prompt cache: the way between them. */
export default async function PromptCacheLayout({ children }: { children: ReactNode }) {
  await pageCtx();
  return (
    <div className="grid gap-3">
      <WorkflowTabs />
      {children}
    </div>
  );
}
