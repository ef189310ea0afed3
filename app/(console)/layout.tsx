import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { runDetectionAction } from "@/server/ami-updates/actions";
import { pageCtx } from "@/server/platform/ctx";
import { startPipelineAction } from "@/server/releases/actions";

/** What the command menu runs beside going places. */
const ACTIONS = { startPipeline: startPipelineAction, lookForImages: runDetectionAction };

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { person } = await pageCtx();
  return (
    <Shell person={person} actions={ACTIONS}>
      {children}
    </Shell>
  );
}
