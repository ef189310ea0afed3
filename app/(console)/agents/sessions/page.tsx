import type { Metadata } from "next";
import { SessionsView } from "@/components/agents/session/sessions-view";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "Sessions · Agents" };

export default async function SessionsPage() {
  await pageCtx("agent.read");
  return <SessionsView />;
}
