import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { pageCtx } from "@/server/platform/ctx";
import { startPipelineAction } from "@/server/releases/actions";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { person } = await pageCtx();
  return (
    <Shell person={person} startPipeline={startPipelineAction}>
      {children}
    </Shell>
  );
}
