import "@/server/features";
import type { Metadata } from "next";
import { AgentUnread } from "@/components/agents/agent/agent-unread";
import { AgentView } from "@/components/agents/agent/agent-view";
import { agentTitle } from "@/lib/agents/call-words";
import { readAgent } from "@/server/agents/read-agent";
import { pageCtx } from "@/server/platform/ctx";
import { isAppError } from "@/server/platform/errors";

interface Props {
  params: Promise<{ agent: string }>;
}

const nameOf = async (params: Props["params"]) => decodeURIComponent((await params).agent);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${agentTitle(await nameOf(params))} · Agents` };
}

export default async function AgentPage({ params }: Props) {
  const ctx = await pageCtx("agent.read");
  const agent = await nameOf(params);
  const read = await readAgent({ ctx, input: { agent } }).catch((error: unknown) => {
    if (isAppError(error)) return error;
    throw error;
  });
  if (isAppError(read)) return <AgentUnread agent={agent} message={read.message} />;
  return <AgentView key={agent} agent={agent} initial={read} />;
}
