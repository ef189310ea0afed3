import "@/server/features";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AgentUnread } from "@/components/agents/agent/agent-unread";
import { EditorPage } from "@/components/agents/edit/editor-page";
import { routes } from "@/lib/platform/routes";
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
  // Retired: its own page says so, and has the way back.
  if (isAppError(newest) && newest.code === "conflict") redirect(routes.agent(agent));
  if (isAppError(newest)) return <AgentUnread agent={agent} message={newest.message} />;
  return <EditorPage key={agent} agent={agent} newest={newest} parts={parts} />;
}
