import "@/server/features";
import type { Metadata } from "next";
import { AgentUnread } from "@/components/agents/agent/agent-unread";
import { EditorPage } from "@/components/agents/edit/editor-page";
import { readEditor } from "@/server/agents/read-editor";
import { readNewest } from "@/server/agents/read-versions";
import { pageCtx } from "@/server/platform/ctx";
import { isAppError } from "@/server/platform/errors";

export const metadata: Metadata = { title: "Edit · Agents" };

export default async function EditAgentPage({ params }: { params: Promise<{ agent: string }> }) {
  await pageCtx("agent.manage");
  const agent = decodeURIComponent((await params).agent);
  const [parts, newest] = await Promise.all([
    readEditor(),
    readNewest(agent).catch((error: unknown) => {
      if (isAppError(error)) return error;
      throw error;
    }),
  ]);
  if (isAppError(newest)) return <AgentUnread agent={agent} message={newest.message} />;
  return <EditorPage key={agent} agent={agent} newest={newest} parts={parts} />;
}
