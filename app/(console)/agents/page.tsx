import type { Metadata } from "next";
import { AgentsView } from "@/components/agents/list/agents-view";
import { agentTopics } from "@/lib/agents/keys";
import type { AgentsView as View } from "@/lib/agents/views";
import { prefetchSnapshot } from "@/server/live/read-snapshot";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage() {
  const ctx = await pageCtx("agent.read");
  const initial = await prefetchSnapshot<View>(ctx, agentTopics.overview());
  return <AgentsView initial={initial} />;
}
